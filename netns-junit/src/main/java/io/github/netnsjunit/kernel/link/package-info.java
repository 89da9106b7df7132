/**
 * Floor 0: links as the kernel makes them. One request makes a link of any kind; a kind adds its name and its own attributes, in a
 * file of its own.
 */
@NullMarked
package io.github.netnsjunit.kernel.link;

import org.jspecify.annotations.NullMarked;
