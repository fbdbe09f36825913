import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { field, message, node, tensor, text } from '../onnx/sumModel.test-support.ts';
import { Random } from '../random.ts';

const WIDTH = 16;

/**
 * A sentence model of a few kilobytes in the layout of transformers.js, with the inputs and the output of BERT: every token's state is its row
 * of a table, so that a text's vector is the mean of its words'. Words of one group have one row: they mean the same.
 */
export async function writeTinyModel(folder: string, groups: readonly (readonly string[])[]): Promise<void> {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
  const vocabulary = new Map<string, number>(special.map((token, id) => [token, id]));
  const random = new Random(4, 'words');
  // Unknown words and the marks of a text's ends say nothing.
  const rows: number[] = new Array(special.length * WIDTH).fill(0);
  for (const words of groups) {
    const row = Array.from({ length: WIDTH }, () => random.normal());
    for (const word of words) {
      vocabulary.set(word, vocabulary.size);
      rows.push(...row);
    }
  }
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeFile(join(folder, 'onnx/model.onnx'), bertShaped(Float32Array.from(rows), vocabulary.size));
  const json = (name: string, value: object) => writeFile(join(folder, name), JSON.stringify(value));
  await json('config.json', {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: WIDTH,
    vocab_size: vocabulary.size,
  });
  await json('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    do_lower_case: true,
    model_max_length: 128,
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
  });
  await json('tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary),
    },
  });
}

/** last_hidden_state [texts, tokens, WIDTH] = the rows of input_ids [texts, tokens]. */
function bertShaped(table: Float32Array, words: number): Uint8Array {
  const graph = message(
    field(1, node('Gather', ['table', 'input_ids'], ['last_hidden_state'])),
    field(2, text('tiny')),
    field(5, tensor('table', [words, WIDTH], 1, table)),
    ...['input_ids', 'attention_mask', 'token_type_ids'].map((name) =>
      field(11, openValue(name, 7, ['texts', 'tokens'])),
    ),
    field(12, openValue('last_hidden_state', 1, ['texts', 'tokens', WIDTH])),
  );
  return message(field(1, 8), field(2, text('vitrine test')), field(7, graph), field(8, message(field(2, 13))));
}

/** An input or output, some of whose sizes have a name in place of a number. */
function openValue(name: string, type: number, shape: readonly (string | number)[]): Uint8Array {
  const sizes = shape.map((size) => message(typeof size === 'number' ? field(1, size) : field(2, text(size))));
  const dimensions = message(...sizes.map((size) => field(1, size)));
  return message(field(1, text(name)), field(2, message(field(1, message(field(1, type), field(2, dimensions))))));
}
