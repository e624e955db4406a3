/** A font whose widths Graphviz knows: of a list of fonts it knows none. The SVG names it with a generic one. */
export const FONT = 'Helvetica';

export const NAME_SIZE = 14;
export const TEXT_SIZE = 11;

/** Colours of a drawing, which has a white background of its own. All texts have a contrast of 7 to 1 or more. */
export const INK = '#1f2933';
export const QUIET_INK = '#4a5562';
export const LINE = '#52606d';
export const STATE_FILL = '#eef4fb';
export const STATE_LINE = '#33618f';
export const FINAL_FILL = '#f3f4f6';
export const GROUP_FILL = '#fbfcfd';
export const REGION_LINE = '#8895a3';
