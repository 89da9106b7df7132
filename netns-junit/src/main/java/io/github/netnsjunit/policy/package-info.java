/** Floor 2: what a namespace does with packets: kernel parameters, a file each. */
@NullMarked
package io.github.netnsjunit.policy;

import org.jspecify.annotations.NullMarked;
