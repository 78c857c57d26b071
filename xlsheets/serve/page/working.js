// Work through a list, a few at a time: how far it is, told aloud every tenth part, and a way to stop.

import { part, tell } from "./elements.js";

const AT_ONCE = 4;
let running = Promise.resolve();

/** Do something after all that is under way. */
export function after(doing) {
  running = running.then(doing).catch((error) => tell(error.message));
  return running;
}

/** Do something for each of a list; return how many were done when somebody stopped it, else all. */
export async function work(list, doing, one) {
  let done = 0;
  let halted = false;
  const step = Math.max(1, Math.ceil(list.length / 10));
  const waiting = [...list];
  part("halt").onclick = () => {
    halted = true;
  };
  show(0, list.length, doing);
  const worker = async () => {
    for (let item = waiting.shift(); item && !halted; item = waiting.shift()) {
      await one(item);
      done += 1;
      part("progress").value = done;
      if (done % step === 0) tell(`${doing} ${done}／${list.length}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    part("doing").hidden = true;
  }
  return done;
}

function show(done, all, doing) {
  part("doing").hidden = all < 2;
  part("progress").max = all;
  part("progress").value = done;
  tell(`${doing} ${done}／${all}`);
}
