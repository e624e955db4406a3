import { focusSection } from '../parts/Section.tsx';

const SECTIONS = [
  { id: 'charts', title: 'Charts' },
  { id: 'longest', title: 'Longest' },
  { id: 'stock', title: 'Stock' },
  { id: 'follow', title: 'Follow' },
  { id: 'messages', title: 'Messages', needsShop: true },
  { id: 'over-time', title: 'Over time', needsShop: true },
  { id: 'delivery', title: 'Delivery' },
];

/** The sections of the page. */
export function Navigation({ isShop }: { readonly isShop: boolean }) {
  return (
    <nav class="sections" aria-label="Sections">
      <ul>
        {SECTIONS.filter(({ needsShop = false }) => isShop || !needsShop).map(({ id, title }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                event.preventDefault();
                focusSection(id);
              }}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
