import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Import CommonJS packages the way Node.js does, so that tests see what users get.
    deps: { interopDefault: false },
  },
});
