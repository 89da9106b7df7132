/** Floor 2: the kinds of parts that say what a namespace does with packets, a file each. So far these are kernel parameters. */
@NullMarked
package io.github.netnsjunit.policy;

import org.jspecify.annotations.NullMarked;
