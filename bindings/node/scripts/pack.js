'use strict';

// Makes the npm tarballs: libpsutil, and the package with the C library for this platform. The first has the second as an
// optional dependency, so npm installs the one for its platform and no install script runs.
//
//     node scripts/pack.js [DIRECTORY]     (default build/npm; LIBPSUTIL_PATH names the library, by default build's)

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const source = path.join(__dirname, '..');
const checkout = path.join(source, '../..');
const destination = path.resolve(process.argv[2] ?? path.join(checkout, 'build/npm'));
const library = process.env.LIBPSUTIL_PATH || path.join(checkout, 'build/libpsutil.so');

const { scripts, devDependencies, ...published } = require('../package.json');
const { version, license, homepage, bugs, repository } = published;
const platform = `${process.platform}-${process.arch}`;
const platformPackage = `@libpsutil/${platform}`;

function pack(manifest, files) {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'psutil-pack-'));
    try {
        for (const [name, from] of Object.entries(files)) {
            fs.cpSync(fs.realpathSync(from), path.join(directory, name), { recursive: true });
        }
        fs.writeFileSync(path.join(directory, 'package.json'), `${JSON.stringify(manifest, null, 4)}\n`);
        const output = execFileSync('npm', ['pack', '--json', '--pack-destination', destination], { cwd: directory, encoding: 'utf8' });
        const [{ filename }] = JSON.parse(output);
        console.log(path.join(destination, filename));
    } finally {
        fs.rmSync(directory, { recursive: true });
    }
}

fs.mkdirSync(destination, { recursive: true });
const licenseFile = { LICENSE: path.join(checkout, 'LICENSE') };

pack(
    { ...published, optionalDependencies: { [platformPackage]: version } },
    { ...licenseFile, ...Object.fromEntries(['README.md', ...published.files].map(name => [name, path.join(source, name)])) }
);
pack(
    {
        name: platformPackage,
        version,
        description: `The C library of the package libpsutil, for ${platform}`,
        homepage,
        bugs,
        repository,
        license,
        os: [process.platform],
        cpu: [process.arch],
        libc: ['glibc'],
        files: ['libpsutil.so', 'THIRD-PARTY-NOTICES']
    },
    { ...licenseFile, 'THIRD-PARTY-NOTICES': path.join(checkout, 'THIRD-PARTY-NOTICES'), 'libpsutil.so': library }
);
