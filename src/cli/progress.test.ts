import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.ts';
import { aboutText, Stages } from './progressStages.ts';

describe('Stages', () => {
  it('reckons what remains from the pace so far', () => {
    const stages = new Stages();
    expect(stages.tell('als', 0, 10, 0)).toMatchObject({ stage: 'als', isNew: true, isOver: false });
    expect(stages.tell('als', 1, 10, 1000).left).toBeUndefined();
    expect(stages.tell('als', 4, 10, 4000)).toMatchObject({ elapsed: 4, left: 6, isNew: false });
    expect(stages.tell('als', 10, 10, 11_000)).toMatchObject({ isOver: true });
    expect(stages.tell('als', 10, 10, 11_000).left).toBeUndefined();
  });

  it('takes stages within a step for parts of it', () => {
    const stages = new Stages();
    stages.tell('choosing', 0, 4, 0);
    expect(stages.tell('als', 0, 8, 500)).toMatchObject({ stage: 'choosing', inner: 'als', done: 0 });
    stages.tell('als', 8, 8, 2900);
    expect(stages.tell('choosing', 1, 4, 3000)).toMatchObject({ stage: 'choosing', done: 1, left: 9 });
    expect(stages.tell('choosing', 1, 4, 3000)).not.toHaveProperty('inner');
  });

  it('goes on after a stage that is over, begins one again, and drops one that never ends', () => {
    const stages = new Stages();
    stages.tell('read', 1, 1, 0);
    expect(stages.tell('als', 0, 8, 100)).toMatchObject({ stage: 'als', isNew: true });
    stages.tell('als', 5, 8, 5000);
    expect(stages.tell('als', 0, 8, 6000)).toMatchObject({ isNew: true, elapsed: 0 });
    for (const name of ['a', 'b', 'c', 'd']) expect(stages.tell(name, 0, 1, 7000).stage).toBe('als');
    expect(stages.tell('e', 0, 1, 8000)).toMatchObject({ stage: 'e', isNew: true });
  });

  it('counts a stage that begins in the middle from there', () => {
    const stages = new Stages();
    stages.tell('tune', 50, 100, 0);
    expect(stages.tell('tune', 60, 100, 5000).left).toBe(20);
  });
});

describe('aboutText', () => {
  it.each([
    [0.2, '1 s'],
    [42.4, '42 s'],
    [200, '3 min'],
    [4800, '1 h 20 min'],
  ])('says %s seconds as %s', (seconds, text) => {
    expect(aboutText(seconds)).toBe(text);
  });
});

describe('createProgress elsewhere than on a terminal', () => {
  it('names each stage once with the time, and says how far it is now and then', () => {
    let text = '';
    let now = 0;
    const stderr = {
      write: (more: string) => {
        text += more;
      },
    };
    const { tell } = createProgress({ quiet: false, isTerminal: false, stderr, now: () => now });
    for (let trial = 0; trial < 10; trial++) {
      tell('choosing factors', trial, 10);
      now += 1000;
      tell('als', 0, 8);
      now += 1000;
    }
    tell('choosing factors', 10, 10);
    expect(text).toBe(
      '    0.0 s  choosing factors\n    1.0 s  als\n   16.0 s  choosing factors 8 of 10, about 4 s left\n',
    );
  });

  it('says a share where the steps are bytes', () => {
    let text = '';
    let now = 0;
    const write = (more: string) => {
      text += more;
    };
    const { tell } = createProgress({ quiet: false, isTerminal: false, stderr: { write }, now: () => now });
    tell('read', 0, 4_000_000);
    now = 20_000;
    tell('read', 1_000_000, 4_000_000);
    expect(text).toBe('    0.0 s  read\n   20.0 s  read 25 %, about 60 s left\n');
  });
});
