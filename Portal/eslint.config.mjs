import tseslint from 'typescript-eslint';

export default tseslint.config(
    ...tseslint.configs.strict,
    {
        files: ['src/**/*.ts'],
        rules: {
            'no-console': 'error',
            'no-restricted-globals': ['error', { name: 'localStorage', message: 'Nothing of a student or a key outlives the session.' }],
        },
    },
);
