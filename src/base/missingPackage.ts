/** The name of the package that is not installed, if a module could not be loaded for this reason. */
export function missingPackage(thrown: unknown): string | undefined {
  const { code, message } = Object(thrown) as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return /^Cannot find package '([^']+)'/.exec(message)?.[1];
}

/** Says what to do about a package that is not installed. */
export function missingPackageText(name: string): string {
  return `the package ${name} is not installed: npm install ${name}`;
}
