/** Floor 2: the kinds of links that a topology can have, a file each, and the recipes that are made of them: LANs and routers. */
@NullMarked
package io.github.netnsjunit.link;

import org.jspecify.annotations.NullMarked;
