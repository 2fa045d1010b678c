'use strict';

const { toDate } = require('./decode.js');
const { withChecks } = require('./signatures.js');

module.exports = withChecks({ toDate });
