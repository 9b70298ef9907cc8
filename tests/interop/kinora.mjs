// Kinora as a child process (tests/store/table_driver.cpp): one request at a time, in order.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export class Refusal extends Error {
  constructor({ error, code, where }) {
    super(error);
    Object.assign(this, { code, where });
  }
}

export class Kinora {
  constructor(program) {
    this.child = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
    this.waiting = [];
    createInterface({ input: this.child.stdout }).on("line", (line) => this.waiting.shift().resolve(JSON.parse(line)));
    this.ended = new Promise((resolve) => this.child.on("exit", (status, signal) => {
      for (const each of this.waiting.splice(0)) each.reject(new Error(`Kinora ended: ${signal ?? status}`));
      resolve(status);
    }));
  }

  async ask(request) {
    const answer = await new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(JSON.stringify(request) + "\n");
    });
    if (answer.error !== undefined) throw new Refusal(answer);
    return answer;
  }

  async close() {
    this.child.stdin.end();
    if ((await this.ended) !== 0) throw new Error("Kinora's driver failed");
  }
}
