import { defineConfig } from 'vitest/config';

// Otherwise Vitest would load the development build of XState, which users do not run.
process.env.NODE_ENV = 'production';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: '100%',
    // Import CommonJS packages the way Node.js does, so that tests see what users get.
    deps: { interopDefault: false },
  },
});
