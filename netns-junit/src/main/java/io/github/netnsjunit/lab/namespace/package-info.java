/** Floor 3, hidden: what one live namespace consists of, how one that exists already is opened, and how all that runs inside ends. */
@NullMarked
package io.github.netnsjunit.lab.namespace;

import org.jspecify.annotations.NullMarked;
