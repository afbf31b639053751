// A card is entered in Stripe's own element and confirmed by its script. What came of it is asked of the server.

const form = document.getElementById("card-form");
const button = form.querySelector("button");
const fault = document.getElementById("card-fault");

function tell(text) {
  fault.textContent = text;
  fault.hidden = false;
  button.disabled = false;
  button.removeAttribute("aria-busy");
}

function go() {
  const done = form.dataset.done;
  location.assign(`${done}${done.includes("?") ? "&" : "?"}confirmed=true`);
}

async function confirm(stripe, card) {
  fault.hidden = true;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  const method = { payment_method: { card } };
  const { secret, keepsCard, unsure } = form.dataset;
  try {
    const said = keepsCard ? await stripe.confirmCardSetup(secret, method) : await stripe.confirmCardPayment(secret, method);
    // Paid already, on another device or in another window: the receipt knows.
    const isDone = !said.error || ["succeeded", "processing"].includes(said.error.payment_intent?.status);
    if (isDone) go();
    else tell(said.error.message ?? unsure);
  } catch {
    tell(unsure);
    setTimeout(go, 2000);
  }
}

if (typeof window.Stripe === "function") {
  const stripe = window.Stripe(form.dataset.publicKey);
  const style = { base: { color: "#f4f1f8", fontSize: "16px", "::placeholder": { color: "#a79fb5" } } };
  const card = stripe.elements().create("card", { style });
  card.mount("#card");
  button.disabled = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    confirm(stripe, card);
  });
} else {
  fault.textContent = form.dataset.noScript;
  fault.hidden = false;
}
