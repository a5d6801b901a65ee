/** What para knows of an agent: the word typed to run it and the names of its API keys. */
export type Agent = {
  readonly command: string;
  readonly env: readonly string[];
};

/** The built-in agents, by name. Key names as each agent's own documentation gives them. */
export const presets: Readonly<Record<string, Agent>> = {
  claude: { command: 'claude', env: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'] },
  codex: { command: 'codex', env: ['OPENAI_API_KEY', 'CODEX_API_KEY'] },
  gemini: { command: 'gemini', env: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'] },
  opencode: { command: 'opencode', env: ['OPENCODE_API_KEY', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY'] },
  qwen: { command: 'qwen', env: ['DASHSCOPE_API_KEY', 'OPENAI_API_KEY'] },
  copilot: { command: 'copilot', env: ['COPILOT_GITHUB_TOKEN'] },
  aider: { command: 'aider', env: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'DEEPSEEK_API_KEY', 'OPENROUTER_API_KEY'] },
  goose: { command: 'goose', env: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GOOGLE_API_KEY', 'OPENROUTER_API_KEY'] },
  amp: { command: 'amp', env: ['AMP_API_KEY'] },
  'cursor-agent': { command: 'cursor-agent', env: ['CURSOR_API_KEY'] },
};
