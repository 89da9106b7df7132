/** Floor 3, hidden: how host names are resolved to addresses inside a namespace. */
@NullMarked
package io.github.netnsjunit.lab.names;

import org.jspecify.annotations.NullMarked;
