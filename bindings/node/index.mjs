import psutil from './index.js';

export * from './index.js';
export default psutil;
