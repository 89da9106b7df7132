/** Floor 2: the kinds of links that a topology can have, a file each. */
@NullMarked
package io.github.netnsjunit.link;

import org.jspecify.annotations.NullMarked;
