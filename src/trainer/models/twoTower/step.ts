import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { createAdam } from './adam.ts';
import type { Tensorflow } from './tensorflow.ts';
import { arraysOf, type Layer, runTower, tensorsOf } from './towers.ts';

/** A batch: `count` users, each of whom takes the candidate of the same place among `candidates` items. */
export interface Batch {
  /** count x width. */
  users: Float32Array;
  /** candidates x width. */
  items: Float32Array;
  /** What is added to each logit, count x candidates: -log of how often the item is drawn, much less for what is not to be compared. */
  adjustments: Float32Array;
}

export interface StepOptions {
  tf: Tensorflow;
  user: readonly Layer[];
  item: readonly Layer[];
  count: number;
  candidates: number;
  temperature: number;
  rate: number;
}

export interface Outcome {
  /** Mean over the users of -log of the share that the right candidate has of the softmax. */
  loss: number;
  /** The gradient by the inputs, of their shapes. */
  users: Float32Array;
  items: Float32Array;
}

/**
 * A step of both towers by sampled softmax over u.v / temperature + adjustment, the logQ correction being in the latter (Yi et al.
 * 2019). Moves the layers' arrays by Adam, and gives the gradient by the inputs, which tfjs has no part in. Leaves no tensor behind.
 */
export function createStep(options: StepOptions): (batch: Batch) => Outcome {
  const { tf, user, item, count, candidates, temperature, rate } = options;
  const width = user[0]!.inputs;
  const arrays = [...arraysOf(user), ...arraysOf(item)];
  const adams = arrays.map(({ length }) => createAdam(length, rate));
  const right = Float32Array.from({ length: count * candidates }, (_, at) =>
    Math.floor(at / candidates) === at % candidates ? 1 : 0,
  );

  return ({ users, items, adjustments }) => {
    let loss = 0;
    let slopes: Float32Array[] = [];
    // Nothing is returned from `tidy`, which would look for tensors in every number of an array: two thirds of a step.
    tf.tidy(() => {
      const userRun = runTower(tf, tf.tensor2d(users, [count, width]), tensorsOf(tf, user));
      const itemRun = runTower(tf, tf.tensor2d(items, [candidates, width]), tensorsOf(tf, item));
      const [u, v] = [userRun.output, itemRun.output];
      const adjust = tf.tensor2d(adjustments, [count, candidates]);
      const isRight = tf.tensor2d(right, [count, candidates]);
      const shares = tf.softmax(tf.add(tf.mul(tf.matMul(u, tf.transpose(v)), 1 / temperature), adjust));
      const slope: Tensor2D = tf.mul(tf.sub(shares, isRight), 1 / (temperature * count));
      const ofUsers = userRun.back(tf.matMul(slope, v));
      const ofItems = itemRun.back(tf.matMul(tf.transpose(slope), u));
      const perUser = tf.neg(tf.log(tf.add(tf.sum(tf.mul(shares, isRight), 1), 1e-30)));
      const all: Tensor[] = [ofUsers.rows, ofItems.rows, ...ofUsers.parameters, ...ofItems.parameters];
      loss = tf.mean(perUser).dataSync<'float32'>()[0]!;
      slopes = all.map((tensor) => tensor.dataSync<'float32'>());
    });
    for (const [at, array] of arrays.entries()) adams[at]!(array, slopes[at + 2]!);
    return { loss, users: slopes[0]!, items: slopes[1]! };
  };
}
