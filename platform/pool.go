package platform

// MaxPooledCap is the largest capacity of a slice that is kept for reuse. A larger one is left to the garbage
// collector.
const MaxPooledCap = 1 << 20
