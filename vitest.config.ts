import { defineConfig } from 'vitest/config';

// Otherwise Vitest would load the development build of XState, which users do not run.
process.env.NODE_ENV = 'production';

// The package that stands in for `xstate`: `npm run test:xstate` tries other versions of it.
const { XSTATE_PACKAGE: xstatePackage = 'xstate' } = process.env;

export default defineConfig({
  resolve: { alias: [{ find: /^xstate(?=\/|$)/, replacement: xstatePackage }] },
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: '100%',
    // Import CommonJS packages the way Node.js does, so that tests see what users get.
    deps: { interopDefault: false },
  },
});
