/** Floor 2, hidden: what LANs and routers work with: the ways between them, the addresses and names of their hosts, and advertisements. */
@NullMarked
package io.github.netnsjunit.link.lan;

import org.jspecify.annotations.NullMarked;
