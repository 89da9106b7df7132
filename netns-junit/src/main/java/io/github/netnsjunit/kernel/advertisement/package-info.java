/** Floor 0, hidden: the advertisements of IPv6 routers, and the addresses that hosts form of them; see RFC 4861 and RFC 4862. */
@NullMarked
package io.github.netnsjunit.kernel.advertisement;

import org.jspecify.annotations.NullMarked;
