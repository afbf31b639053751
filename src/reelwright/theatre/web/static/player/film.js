/** One episode in one `<video>`: through hls.js, the browser's own HLS, or as progressive files. */

const RETRIES = 4;
const BUFFER_S = 24;
const BUFFER_BYTES = 12_000_000;

/** How this browser plays: "hls.js" (with the module), "native", or "film". */
export async function chooseEngine(config, forced = "") {
  const probe = document.createElement("video");
  if (forced !== "native" && forced !== "film" && (window.ManagedMediaSource ?? window.MediaSource) && config.hls) {
    try {
      const { default: Hls } = await import(config.hls);
      if (Hls.isSupported()) return { kind: "hls.js", Hls, worker: config.hls_worker };
    } catch {
      // the file is not there: what the browser has must do
    }
  }
  const isNative = probe.canPlayType("application/vnd.apple.mpegurl") !== "";
  return { kind: forced === "film" || !isNative ? "film" : "native" };
}

/** Plays one episode. `on(event, detail)` hears "ready", "expired" (the pass has run out), "failed". */
export class Film {
  #engine;
  #hls = null;
  #voice = null;
  #tries = 0;
  #purse = null;
  #opening = null;
  #stops = new AbortController();
  source = null;

  constructor(video, engine, on) {
    this.video = video;
    this.#engine = engine;
    this.on = on;
  }

  /** Open `source` (`{hls, hls_light}`) at `at` seconds. With a `purse` only its first segments are
   *  fetched, as far as the purse allows, until `goOn`. */
  open(source, { at = 0, light = false, purse = null } = {}) {
    this.close();
    this.#stops = new AbortController();
    this.source = source;
    this.#tries = 0;
    this.#purse = purse;
    this.#opening = null;
    this.video.addEventListener("loadeddata", () => this.on("ready"), { signal: this.#stops.signal });
    if (this.#engine.kind === "hls.js") this.#openHls(source, at, light);
    else if (this.#engine.kind === "native") this.#openUrl(light ? source.hls_light ?? source.hls : source.hls, at);
    else this.#opening = this.#openFiles(source, at);
  }

  /** Fetch on, after the first segments: the viewer has arrived. */
  goOn() {
    this.#purse = null;
    if (this.#hls) {
      this.#hls.config.maxBufferLength = BUFFER_S;
      this.#hls.config.maxBufferSize = BUFFER_BYTES;
      this.#hls.startLoad(-1);
    } else {
      this.video.preload = "auto";
    }
  }

  /** Hold to the smallest picture, or let the connection decide. */
  set light(isLight) {
    if (!this.#hls) return;
    this.#hls.autoLevelCapping = isLight ? smallest(this.#hls.levels) : -1;
    if (isLight) this.#hls.nextLevel = smallest(this.#hls.levels);
    else this.#hls.nextLevel = -1;
  }

  /** What is playing now, "540p", for whoever wants to know. */
  get rendition() {
    const level = this.#hls?.levels?.[this.#hls.currentLevel] ?? null;
    return level ? `${Math.min(level.width, level.height)}p` : "";
  }

  async play() {
    if ((await this.#opening) !== false) await this.video.play();
  }

  close() {
    this.#stops.abort();
    this.#hls?.destroy();
    this.#hls = null;
    this.#voice?.pause();
    this.#voice = null;
    this.source = null;
    if (this.video.hasAttribute("src")) {
      this.video.removeAttribute("src");
      this.video.load();
    }
  }

  #openHls(source, at, light) {
    const Hls = this.#engine.Hls;
    const ahead = this.#purse !== null;
    const hls = new Hls({
      startPosition: at > 0 ? at : -1,
      maxBufferLength: ahead ? 1 : BUFFER_S,
      maxMaxBufferLength: 40,
      maxBufferSize: ahead ? 0 : BUFFER_BYTES,
      backBufferLength: 20,
      capLevelToPlayerSize: true,
      enableWorker: Boolean(this.#engine.worker),
      workerPath: this.#engine.worker ?? null,
      startLevel: -1,
      abrEwmaDefaultEstimate: 1_500_000,
    });
    this.#hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      const low = smallest(hls.levels);
      if (light) hls.autoLevelCapping = low;
      if (light || ahead) hls.startLevel = low;
    });
    hls.on(Hls.Events.FRAG_LOADED, (_, { frag }) => this.#pay(frag.stats.total || frag.stats.loaded));
    hls.on(Hls.Events.ERROR, (_, problem) => this.#mend(problem));
    hls.loadSource(source.hls);
    hls.attachMedia(this.video);
  }

  #pay(bytes) {
    if (!this.#purse) return;
    this.#purse.pay(bytes);
    if (this.#purse.isEmpty) this.#hls?.stopLoad();
  }

  #mend(problem) {
    if (!problem.fatal) return;
    const Hls = this.#engine.Hls;
    const code = problem.response?.code;
    if (code === 401 || code === 403 || code === 410) {
      this.on("expired");
    } else if (problem.type === Hls.ErrorTypes.NETWORK_ERROR && this.#tries++ < RETRIES) {
      setTimeout(() => this.#hls?.startLoad(), 400 * 2 ** this.#tries);
    } else if (problem.type === Hls.ErrorTypes.MEDIA_ERROR && this.#tries++ < RETRIES) {
      this.#hls.recoverMediaError();
    } else {
      this.on("failed", problem.details);
    }
  }

  #openUrl(url, at) {
    this.video.preload = this.#purse ? "metadata" : "auto";
    this.video.src = url;
    const { signal } = this.#stops;
    if (at > 0) this.video.addEventListener("loadedmetadata", () => (this.video.currentTime = at), { once: true, signal });
    this.video.addEventListener("error", () => this.on(this.#tries++ ? "failed" : "expired"), { signal });
  }

  /** Without any HLS: the smallest picture as one file, and its sound as another that keeps step with it.
   *  False when there is nothing to play. */
  async #openFiles(source, at) {
    const { signal } = this.#stops;
    let files;
    try {
      const answer = await fetch(source.hls, { signal });
      if (!answer.ok) throw new Error(String(answer.status));
      files = wholeFiles(await answer.text(), new URL(source.hls, location.href));
    } catch {
      if (!signal.aborted) this.on(this.#tries++ ? "failed" : "expired");
      return false;
    }
    if (!files.picture) {
      this.on("failed", "no engine");
      return false;
    }
    this.#openUrl(files.picture, at);
    if (!files.sound) return true;
    const voice = new Audio(files.sound);
    signal.addEventListener("abort", () => voice.pause(), { once: true });
    const follow = () => {
      voice.volume = this.video.volume;
      voice.muted = this.video.muted;
      voice.playbackRate = this.video.playbackRate;
      if (Math.abs(voice.currentTime - this.video.currentTime) > 0.08) voice.currentTime = this.video.currentTime;
    };
    for (const name of ["timeupdate", "seeking", "ratechange", "volumechange"]) {
      this.video.addEventListener(name, follow, { signal });
    }
    this.video.addEventListener("playing", () => { follow(); voice.play().catch(() => {}); }, { signal });
    for (const name of ["pause", "waiting", "ended"]) this.video.addEventListener(name, () => voice.pause(), { signal });
    this.#voice = voice;
    return true;
  }
}

/** The segments of a playlist lie as one file, `film.mp4`, beside it: those of the smallest picture and of the
 *  sound that a master playlist names. */
export function wholeFiles(master, base) {
  const rows = master.split("\n").map((row) => row.trim());
  const whole = (address) => address && new URL("film.mp4", new URL(address, base)).href;
  const bandwidth = (row) => Number(/[:,]BANDWIDTH=(\d+)/.exec(row)?.[1] ?? Infinity);
  const pictures = rows
    .map((row, at) => ({ row, address: rows[at + 1] }))
    .filter(({ row, address }) => row.startsWith("#EXT-X-STREAM-INF:") && address && !address.startsWith("#"))
    .sort((one, other) => bandwidth(one.row) - bandwidth(other.row));
  const sound = rows.find((row) => row.startsWith("#EXT-X-MEDIA:") && row.includes("TYPE=AUDIO"));
  return { picture: whole(pictures[0]?.address), sound: whole(/[:,]URI="([^"]*)"/.exec(sound ?? "")?.[1]) };
}

function smallest(levels) {
  let low = 0;
  levels.forEach((level, place) => {
    if (level.bitrate < levels[low].bitrate) low = place;
  });
  return low;
}
