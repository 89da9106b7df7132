package io.github.netnsjunit.service;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.IpFamilies;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The records of a name server in other families of addresses: A and AAAA are each other's counterparts. */
final class DnsFamilies {

    /** The name, what may stand between, the type, and the address: {@code www.example.test. 60 IN A 203.0.113.1}. */
    private static final Pattern RECORD = Pattern.compile(
            "(?<name>\\S+)(?<between>(?:\\s+(?:\\d\\w*|IN))*?\\s+)(?<type>A|AAAA)\\s+(?<address>\\S+)\\s*",
            Pattern.CASE_INSENSITIVE);

    private record AddressRecord(String name, String between, InetAddress address) {

        /** Empty if a record is of another type. */
        static Optional<AddressRecord> of(String text) {
            Matcher matcher = RECORD.matcher(text);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String name = matcher.group("name").toLowerCase(Locale.ROOT);
            return Optional.of(new AddressRecord(
                    name.endsWith(".") ? name : name + ".",
                    matcher.group("between"),
                    IpAddress.parse(matcher.group("address"))));
        }

        boolean isIpv4() {
            return address instanceof Inet4Address;
        }

        String counterpart(Counterparts families) {
            return name + between + (isIpv4() ? "AAAA " : "A ") + IpAddress.text(families.of(address));
        }
    }

    private DnsFamilies() {}

    /**
     * Records in the wanted families. A name that has addresses of both gets no others.
     *
     * @param all all records of the server
     */
    static List<String> of(List<String> records, List<String> all, Counterparts families) {
        List<String> there = new ArrayList<>();
        for (String text : records) {
            Optional<AddressRecord> record = AddressRecord.of(text);
            if (record.isEmpty() || families.wanted().contain(record.get().address())) {
                there.add(text);
            }
            record.filter(each -> families.wanted() == IpFamilies.DUAL
                            || !families.wanted().contain(each.address()))
                    .filter(each -> !hasBoth(each.name(), all))
                    .ifPresent(each -> there.add(each.counterpart(families)));
        }
        return there;
    }

    private static boolean hasBoth(String name, List<String> all) {
        return all.stream()
                        .flatMap(each -> AddressRecord.of(each).stream())
                        .filter(each -> each.name().equals(name))
                        .map(AddressRecord::isIpv4)
                        .distinct()
                        .count()
                > 1;
    }

    /** All records that a name server has from the topology as it is declared. */
    static List<String> declared(String namespace, Counterparts families) {
        List<String> all = new ArrayList<>();
        families.declared().parts(DnsServer.class).stream()
                .filter(server -> server.namespace().equals(namespace))
                .forEach(server -> all.addAll(server.records()));
        families.declared().parts(DnsRecord.class).stream()
                .filter(record -> record.namespace().equals(namespace))
                .forEach(record -> all.add(record.record()));
        return all;
    }
}
