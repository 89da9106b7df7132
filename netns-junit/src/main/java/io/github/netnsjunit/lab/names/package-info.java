/** Floor 3, hidden: how names of hosts become addresses inside a namespace. */
@NullMarked
package io.github.netnsjunit.lab.names;

import org.jspecify.annotations.NullMarked;
