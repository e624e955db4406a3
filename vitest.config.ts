import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: '100%',
    // Import CommonJS packages the way Node.js does, so that tests see what users get.
    deps: { interopDefault: false },
  },
  // Without this, Vitest would load the development build of XState, which users do not run.
  ssr: { resolve: { conditions: ['node'] } },
});
