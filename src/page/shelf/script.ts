import type { Recommender } from '../types.ts';
import { defineShelf } from './shelf.ts';

/* The entry of dist/browser/vitrine-shelf.js, fetched by vitrine.js after `init` where the page holds a shelf. */
defineShelf((window as unknown as { vitrine?: { recommender?: Recommender } }).vitrine?.recommender);
