/** Floor 2, hidden: how a name server understands and answers queries. The one place where dnsjava is named, which is optional. */
@NullMarked
package io.github.netnsjunit.service.dns;

import org.jspecify.annotations.NullMarked;
