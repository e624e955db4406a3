/** A small chart: two states and the way between them. */
export function Logo() {
  return (
    <svg class="logo" width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <rect x="1.5" y="2.5" width="12" height="8" rx="3" />
      <rect x="12.5" y="15.5" width="12" height="8" rx="3" class="lit" />
      <path d="M 7.5 10.5 V 16 Q 7.5 19.5 11 19.5 H 12" />
    </svg>
  );
}
