import { attributeList } from './attributes.ts';
import { quoted } from './dotText.ts';
import { FONT, INK, LINE, NAME_SIZE, TEXT_SIZE } from './palette.ts';

/** What holds for all elements of a drawing unless they say otherwise. */
export function chartDefaults(): string[] {
  const graph = attributeList({
    compound: 'true',
    rankdir: 'TB',
    nodesep: '0.4',
    ranksep: '0.45',
    pad: '0.2',
    bgcolor: 'white',
    fontname: FONT,
    fontsize: String(NAME_SIZE),
    fontcolor: quoted(INK),
  });
  const node = attributeList({
    fontname: FONT,
    fontsize: String(NAME_SIZE),
    fontcolor: quoted(INK),
    color: quoted(LINE),
  });
  const edge = attributeList({
    fontname: FONT,
    fontsize: String(TEXT_SIZE),
    fontcolor: quoted(INK),
    color: quoted(LINE),
    arrowsize: '0.8',
  });
  return [`graph [${graph}]`, `node [${node}]`, `edge [${edge}]`];
}
