/**
 * Floor 2: the kinds of parts that say what a namespace does with packets, a file each. These are kernel parameters, firewalls and
 * rulesets, NATs, forwarded ports and translated prefixes.
 */
@NullMarked
package io.github.netnsjunit.policy;

import org.jspecify.annotations.NullMarked;
