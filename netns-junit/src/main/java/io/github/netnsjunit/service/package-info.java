/** Floor 2: the services that a lab runs by itself, as parts of a topology: a {@link DnsServer}, and what it answers. */
@NullMarked
package io.github.netnsjunit.service;

import org.jspecify.annotations.NullMarked;
