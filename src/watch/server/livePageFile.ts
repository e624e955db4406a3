/** Written as a list, since a bundler that finds the name would copy the page for everybody, viewed or not. */
const PATH = ['..', 'page.html'];

/** Where the live page is beside this file, when both have been built. @throws TypeError in a bundle that is no module. */
export function livePageFile(): URL {
  return new URL(PATH.join('/'), import.meta.url);
}
