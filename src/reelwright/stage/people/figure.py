"""A look and an outfit → the drawable parts of one person, each on a canvas in head units.

Back to front: hair behind, torso with neck and clothes, head, mouth, hair in front, eyes and brows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import skia

from reelwright.casting.documents import Look, Outfit
from reelwright.drawing.colour import mix
from reelwright.drawing.ink import Points, fill, gradient_fill, linear, path_of, smoothstep, spline, stroke
from reelwright.stage.people.arms import Arm
from reelwright.stage.people.body import (
    BODY_LIFT,
    PELVIS_Y,
    BodyView,
    draw_nape,
    draw_neck,
    draw_skin_torso,
)
from reelwright.stage.people.brush import Direction, cloth, line
from reelwright.stage.people.complexion import childlikeness, complexion_of
from reelwright.stage.people.creases import draw_creases
from reelwright.stage.people.eyes import draw_gaze
from reelwright.stage.people.face import (
    draw_ear,
    draw_skin,
)
from reelwright.stage.people.face_state import FaceState
from reelwright.stage.people.finery import draw_veil
from reelwright.stage.people.hair import Lock
from reelwright.stage.people.hair_ink import (
    cap_paths,
    draw_flyaways,
    draw_layer,
    fringe_shadow,
    ground_of,
    nape_path,
)
from reelwright.stage.people.hairpins import draw_hairpin
from reelwright.stage.people.hairstyles import back_of_head, hair_of
from reelwright.stage.people.head import HeadModel, HeadPose, HeadView
from reelwright.stage.people.jewellery import draw_brooch, draw_earrings, draw_necklace
from reelwright.stage.people.legs import LowerBody
from reelwright.stage.people.mood import draw_marks, draw_mood
from reelwright.stage.people.mouth import draw_mouth
from reelwright.stage.people.nose import draw_nose
from reelwright.stage.people.outfits import (
    draw_clothes,
    draw_clothes_from_behind,
    draw_straps,
)
from reelwright.stage.people.scalp import draw_bald_scalp, draw_bald_shine, draw_cropped
from reelwright.stage.people.spectacles import draw_glasses
from reelwright.stage.people.stances import ArmPose, Stance
from reelwright.stage.people.tears import draw_tears
from reelwright.stage.people.wear import (
    cut_of,
    fit_for,
    hangs_over,
    is_bare,
    main_colour,
    pins_to_lapel,
    shows_necklace,
)

_HANGING_HAIR = frozenset({"long", "bob", "curly", "wavy", "side-bob", "half-up", "braids", "fringe"})
"""Hairstyles that cover the nape."""

GIRTHS = {"slim": -0.75, "heavy": 1.5, "athletic": 0.15}
"""How full a body is, by the figure's name; 0 for the average."""

GAZE_THROUGH_HAIR = 0.45
"""Eyes and brows stay readable through a fringe, as webtoons draw them."""


_HEM_BELOW_HIPS = {
    "suit": 52.0, "blazer": 30.0, "leather": -70.0, "hoodie": -30.0, "waiter": -62.0, "office": -62.0,
    "uniform": 40.0, "school": 20.0, "wedding": 52.0, "pyjamas": 26.0,
}  # fmt: skip
"""How far below the hip joints a top ends; a shirt 40 above."""
_OPEN_JACKETS = frozenset({"suit", "blazer", "wedding"})


def _level(y: float, sag: float, opens: float = 0.0) -> Points:
    """A horizontal edge round the body at height ``y``, ``sag`` lower in front; far beyond both sides.
    ``opens``: how much higher the middle is, where the fronts of a jacket part."""
    front = [(-26, y + sag * 0.3, 0), (0, y + sag * 0.6 - opens, 0), (26, y + sag * 0.3, 0)]
    middle = spline([(-190, y - sag, 0), (-110, y, 0), *front, (110, y, 0), (190, y - sag, 0)])
    return np.vstack([[(-900.0, y - sag, 0)], middle, [(900.0, y - sag, 0)]])


@dataclass(frozen=True)
class HeadDrawing:
    """A head in one pose with its hair laid out, ready to be drawn in parts."""

    view: HeadView
    locks: list[Lock]
    scalp: skia.Path
    forehead: skia.Path
    bare_skin: skia.Path


class Figure:
    """One person in vector form. Holds no state that a drawing changes."""

    def __init__(self, look: Look, outfit: Outfit) -> None:
        outfit = fit_for(outfit, look.age_years)
        self.look, self.outfit = look, outfit
        self.is_female = look.sex == "female"
        self.skin = complexion_of(look)
        self.skull = HeadModel(
            is_female=self.is_female,
            jaw=look.jaw,
            chin=look.chin,
            cheek=look.cheek * (1 + 0.03 * childlikeness(look.age_years)),
            face=look.face,
            fullness=0.6 * GIRTHS.get(look.figure, 0.0) + 0.5 * childlikeness(look.age_years),
            short=self.skin.short,
        )
        self.hair = hair_of(look)
        self._hair_from_behind = back_of_head(look, self.hair)
        self.lift = BODY_LIFT[self.is_female]
        self.cut = cut_of(outfit, self.is_female)

    def body(self, yaw_deg: float, stance: Stance | None = None) -> BodyView:
        """The trunk in a ``stance``, turned by ``yaw_deg``."""
        return BodyView(
            is_female=self.is_female,
            yaw_deg=yaw_deg,
            build=self.look.build * (1.045 if self.look.figure == "athletic" else 1.0),
            stance=stance,
            age_years=self.look.age_years,
            girth=GIRTHS.get(self.look.figure, 0.0),
        )

    @property
    def is_bald(self) -> bool:
        """Whether the scalp is bare."""
        return self.hair.hairline == "none"

    @property
    def has_veil(self) -> bool:
        """Whether she is a bride."""
        return self.is_female and self.outfit.kind == "wedding"

    def head_view(self, pose: HeadPose, jaw_drop: float = 0.0) -> HeadView:
        """The face in ``pose`` with the chin ``jaw_drop`` units lower."""
        return HeadView(self.skull, pose, jaw_drop)

    def head(self, pose: HeadPose) -> HeadDrawing:
        """Everything of the head that depends on the pose only."""
        view = self.head_view(pose)
        scalp, forehead = cap_paths(view, 0.5 if self.is_bald else 4.5, self.hair.hairline)
        bare = skia.Op(view.path, forehead, skia.kDifference_PathOp)
        return HeadDrawing(view, self.hair.place(pose), scalp, forehead, bare)

    def draw_hair_behind(
        self, canvas: skia.Canvas, head: HeadDrawing, light: Direction, detail: float = 1.0
    ) -> None:
        """Hair behind neck and shoulders."""
        if self.has_veil:
            draw_veil(canvas, head.view, before=False)
        draw_layer(
            canvas,
            head.locks,
            "back",
            self.hair.palette,
            light,
            hair=self.hair,
            view=head.view,
            detail=detail,
        )

    def draw_legs(
        self,
        canvas: skia.Canvas,
        body: BodyView,
        stance: Stance,
        light: Direction,
        *,
        seen_from_back: bool = False,
    ) -> None:
        """Everything below the waist."""
        body.enter(canvas)
        LowerBody(body, self.skin, self.outfit, stance, light, seen_from_back=seen_from_back).draw(canvas)
        canvas.restore()

    def _clip_to_hem(
        self, canvas: skia.Canvas, body: BodyView, lap: float, *, from_behind: bool = False
    ) -> None:
        """Hide what a skirt covers, or end a jacket in a curved hem."""
        if self.cut.skirt and not hangs_over(self.outfit):
            edge = _level(self.cut.waist_y, 10)
        elif self.cut.tails is not None:
            edge = _level(712, 0)
        else:
            edge = self._hem(body, lap, from_behind)
        far = [(3000, -3000), (-3000, -3000)]
        canvas.clipPath(path_of(np.vstack([body.space(edge), far])), True)

    def _hem(self, body: BodyView, lap: float, from_behind: bool) -> Points:
        """The lower edge of a jacket or a shirt: it curves, a jacket opens in front, a lap lifts it."""
        kind = self.outfit.kind
        hip_y = PELVIS_Y[self.is_female]
        y = hip_y + (_HEM_BELOW_HIPS.get(kind, -40.0) * (1 - lap) - 46 * lap)
        opens = (30.0 if kind in _OPEN_JACKETS and not from_behind else 0.0) * (1 - 0.5 * lap)
        return _level(y, 12 + 8 * lap, opens)

    def _draw_hem(
        self, canvas: skia.Canvas, body: BodyView, lap: float, *, from_behind: bool = False
    ) -> None:
        tucked = self.cut.skirt and not hangs_over(self.outfit)
        if not tucked and self.cut.tails is None:
            tone = cloth(main_colour(self.outfit))
            canvas.save()
            canvas.clipPath(path_of(body.torso(3)), True)
            hem = body.space(self._hem(body, lap, from_behind)[2:-2])
            line(canvas, hem - [0, 1], 2.6, tone.ink, 0.9, "even", count=40)
            line(canvas, hem - [0, 8], 1.0, tone.ink, 0.35, "even", count=40)
            canvas.restore()

    def draw_torso(
        self, canvas: skia.Canvas, body: BodyView, view: HeadView, light: Direction, *, lap: float = 0.0
    ) -> None:
        """Shoulders, neck and clothes; the canvas is the head's, the body is pushed up by ``lift``."""
        body.enter(canvas)
        self._clip_to_hem(canvas, body, lap)
        if is_bare(self.outfit, self.is_female):
            draw_clothes(canvas, body, self.skin, light, self.outfit)
            draw_neck(canvas, body, view, self.skin, light)
        else:
            draw_skin_torso(canvas, body, self.skin, light)
            draw_neck(canvas, body, view, self.skin, light)
            draw_clothes(canvas, body, self.skin, light, self.outfit)
        draw_creases(canvas, body, body.stance, cloth(main_colour(self.outfit)))
        self._draw_hem(canvas, body, lap)
        if pins_to_lapel(self.outfit, self.is_female):
            draw_brooch(canvas, body)
        if shows_necklace(self.outfit, self.is_female, self.look.necklace):
            draw_necklace(canvas, body, self.skin, self.look.necklace)
        canvas.restore()

    def draw_straps(self, canvas: skia.Canvas, body: BodyView) -> None:
        """What lies over bare shoulders and arms."""
        body.enter(canvas)
        draw_straps(canvas, body, self.skin, self.outfit)
        canvas.restore()

    def draw_arm(
        self,
        canvas: skia.Canvas,
        body: BodyView,
        pose: ArmPose,
        side: int,
        light: Direction,
        *,
        seen_from_back: bool = False,
        is_forearm_only: bool = False,
    ) -> None:
        """One arm; ``side`` -1 is the one on the left of the picture."""
        body.enter(canvas)
        left = -1 if seen_from_back else 1
        arm = Arm(
            body, self.skin, self.outfit, pose, side, light, seen_from_back=seen_from_back,
            has_ring=self.look.has_ring and side == left,
        )  # fmt: skip
        arm.draw(canvas, is_forearm_only=is_forearm_only)
        canvas.restore()

    def draw_hair_beside(
        self, canvas: skia.Canvas, head: HeadDrawing, light: Direction, detail: float = 1.0
    ) -> None:
        """Scalp and hair behind the face, before neck and shoulders."""
        palette = self.hair.palette
        turned = float(smoothstep(22, 42, abs(head.view.pose.yaw_deg)))
        if turned > 0 and not self.is_bald:
            nape = nape_path(head.view)
            tone = mix(self.skin.skin, self.skin.shadow, 0.8)
            canvas.drawPath(nape, stroke(self.skin.line, 2.4, 0.45 * turned))
            grown = [palette.dark, palette.dark, mix(tone, palette.dark, 0.3), tone]
            canvas.drawPath(nape, gradient_fill(linear((0, 10), (0, 70), grown, [0, 0.3, 0.5, 0.75])))
        if self.is_bald:
            draw_bald_scalp(canvas, head.view, head.scalp, self.skin, light)
        elif self.look.hair == "buzz":
            draw_cropped(canvas, head.scalp, palette, light)
        else:
            canvas.drawPath(head.scalp, fill(palette.dark))
        draw_layer(canvas, head.locks, "mid", palette, light, hair=self.hair, view=head.view, detail=detail)
        draw_hairpin(canvas, head.view, self.look.hair, self.look.hairpin, before=False)

    def draw_head(self, canvas: skia.Canvas, head: HeadDrawing, light: Direction) -> None:
        """Ears and the face without features."""
        for side in (-1, 1):
            draw_ear(canvas, head.view, self.skin, side)
        draw_earrings(canvas, head.view, self.look.earrings)
        self._draw_face(canvas, head, light)

    def draw_flat_head(self, canvas: skia.Canvas, head: HeadDrawing, light: Direction) -> None:
        """Everything of the head in flat tones: what it covers is that of the drawing in full."""
        self.draw_hair_behind(canvas, head, light, 0.0)
        self.draw_hair_beside(canvas, head, light, 0.0)
        for side in (-1, 1):
            draw_ear(canvas, head.view, self.skin, side)
        canvas.drawPath(head.view.path, fill(self.skin.skin))
        self.draw_hair_before(canvas, head, light, 0.0)

    def _draw_face(self, canvas: skia.Canvas, head: HeadDrawing, light: Direction) -> None:
        """The skin of the face."""
        fringe = fringe_shadow(head.locks, head.forehead, light)
        draw_skin(canvas, head.view, self.skin, light, fringe, beard=self.look.beard_worn)
        if self.is_bald:
            draw_bald_shine(canvas, head.view, self.skin, light)

    def draw_hair_before(
        self, canvas: skia.Canvas, head: HeadDrawing, light: Direction, detail: float = 1.0
    ) -> None:
        """Fringe and side hair in front of the face."""
        palette = self.hair.palette
        if self.look.hair == "buzz":
            draw_cropped(canvas, head.forehead, palette, light, before=True)
        elif not self.is_bald:
            canvas.drawPath(head.forehead, fill(palette.mid))
        draw_layer(
            canvas,
            head.locks,
            "front",
            palette,
            light,
            hair=self.hair,
            view=head.view,
            bare_skin=head.bare_skin,
            detail=detail,
        )
        if detail > 0.45 and head.locks:
            draw_flyaways(canvas, head.locks, palette)
        draw_hairpin(canvas, head.view, self.look.hair, self.look.hairpin, before=True)
        if self.has_veil:
            draw_veil(canvas, head.view, before=True)

    def draw_mood(self, canvas: skia.Canvas, view: HeadView, state: FaceState) -> None:
        """Blush, red rims and gloom over the skin (works on an empty canvas as well)."""
        draw_mood(canvas, view, self.skin, state)

    def record_eyes(self, view: HeadView, state: FaceState, light: Direction) -> skia.Picture:
        """Eyes and brows to be played more than once."""
        recorder = skia.PictureRecorder()
        draw_gaze(recorder.beginRecording(skia.Rect(-300, -300, 300, 300)), view, self.skin, state, light)
        return recorder.finishRecordingAsPicture()

    def draw_glasses(self, canvas: skia.Canvas, view: HeadView) -> None:
        """Glasses, if this person wears any."""
        if self.look.glasses_worn:
            draw_glasses(canvas, view, self.skin, self.look.glasses_worn)

    def draw_gaze(self, canvas: skia.Canvas, view: HeadView, state: FaceState, light: Direction) -> None:
        """Eyes, brows, glasses."""
        canvas.drawPicture(self.record_eyes(view, state, light))
        self.draw_glasses(canvas, view)

    def draw_mouth(self, canvas: skia.Canvas, view: HeadView, state: FaceState) -> None:
        """The mouth; ``view`` must have this state's jaw drop."""
        canvas.save()
        if abs(view.pose.yaw_deg) > 34:
            # Turned this far, the mouth reaches the outline.
            canvas.clipPath(view.path, True)
        draw_mouth(canvas, view, self.skin, state)
        canvas.restore()

    def draw_nose(self, canvas: skia.Canvas, view: HeadView, light: Direction) -> None:
        """The nose, in covers that need no skin below."""
        draw_nose(canvas, view, self.skin, light)

    def draw_tears(self, canvas: skia.Canvas, view: HeadView, state: FaceState) -> None:
        """Tear tracks over the cheeks."""
        draw_tears(canvas, view, self.skin, state.tears)

    def draw_marks(self, canvas: skia.Canvas, view: HeadView, state: FaceState) -> None:
        """Sweat, a vein, a breath: over everything else of the head."""
        draw_marks(canvas, view, self.skin, state)

    # ------------------------------------------------------------ from behind

    def draw_back(self, canvas: skia.Canvas, body: BodyView, light: Direction, *, lap: float = 0.0) -> None:
        """Shoulders, clothes and the nape, seen from behind."""
        body.enter(canvas)
        self._clip_to_hem(canvas, body, lap, from_behind=True)
        if not is_bare(self.outfit, self.is_female):
            draw_nape(canvas, body, self.skin, light)
        draw_clothes_from_behind(canvas, body, self.skin, light, self.outfit)
        if is_bare(self.outfit, self.is_female):
            draw_nape(canvas, body, self.skin, light)
        self._draw_hem(canvas, body, lap, from_behind=True)
        canvas.restore()

    def _draw_nape_root(self, canvas: skia.Canvas) -> None:
        """The upper end of the neck, before the jaw."""
        body = self.body(0.0)
        n, y = body.neck * 0.92 * body.size, 150.0 - self.lift
        path = path_of([(-n, 10), (n, 10), (n, y), (-n, y)])
        top, foot = mix(self.skin.skin, self.skin.shadow, 0.85), mix(self.skin.skin, self.skin.shadow, 0.5)
        canvas.drawPath(path, gradient_fill(linear((0, 40), (0, y), [top, foot])))
        for side in (-1, 1):
            line(canvas, [(side * n, 40), (side * n, 90), (side * n, y)], 1.9, self.skin.line, 1.0, "flat")

    def draw_head_from_behind(
        self, canvas: skia.Canvas, head: HeadDrawing, light: Direction, detail: float = 1.0
    ) -> None:
        """Nape, ears and all of the hair."""
        # Cheek and jaw of a head that is not straight from behind.
        canvas.drawPath(head.view.path, fill(mix(self.skin.skin, self.skin.shadow, 0.5)))
        self._draw_nape_root(canvas)
        for side in (-1, 1):
            draw_ear(canvas, head.view, self.skin, side)
        palette = self.hair.palette
        scalp, _ = cap_paths(head.view, 0.5 if self.is_bald else 10)
        if self.is_bald:
            draw_bald_scalp(canvas, head.view, scalp, self.skin, light)
            return
        if self.look.hair == "buzz":
            draw_cropped(canvas, scalp, palette, light)
            return
        everything = [replace(lock, layer="all") for lock in self._hair_from_behind.place(head.view.pose)]
        canvas.save()
        # A cheek shows beside the ear; below the ears the jaw, or the nape before it.
        ears = head.view.space([(-84, 0, -6.0), (84, 0, -6.0)])[:, 0]
        canvas.clipRect(skia.Rect(-300, -34, float(ears.min()) - 4, 300), skia.ClipOp.kDifference, True)
        canvas.clipRect(skia.Rect(float(ears.max()) + 4, -34, 300, 300), skia.ClipOp.kDifference, True)
        canvas.drawPath(scalp, fill(palette.dark))
        low = 96 if self.look.hair in _HANGING_HAIR else 34
        canvas.drawPath(ground_of(everything, low), fill(mix(palette.base, palette.dark, 0.6)))
        canvas.clipRect(skia.Rect(-300, -300, 300, 30), True)
        canvas.drawPath(head.view.path, fill(palette.dark))
        canvas.restore()
        draw_layer(canvas, everything, "all", palette, light, detail=detail)
        draw_hairpin(canvas, head.view, self.look.hair, self.look.hairpin, before=False)
        if self.has_veil:
            draw_veil(canvas, head.view, before=False)
