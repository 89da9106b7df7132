package io.github.netnsjunit.link;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Work with packets that Linux leaves to a network card, or does for many packets at once. The interfaces of a test's network say that they
 * do all of it, so packets are as large as 64 KiB and have no checksums on their way. See ethtool(8), {@code -K}.
 */
public enum Offload {
    /** The checksums of what is sent. Without it, whoever reads packets finds them filled in; the kernel then turns {@link #TSO} off too. */
    TX_CHECKSUM("tx-checksum-.+"),
    /** The checksums of what is received. */
    RX_CHECKSUM("rx-checksum"),
    /** Cutting what TCP sends into packets of the MTU. Without it, an interface that sends counts the packets that a real one would. */
    TSO("tx-tcp-.*segmentation|tx-tcp6-segmentation"),
    /** The same for all protocols, by the kernel itself, right before the interface. */
    GSO("tx-generic-segmentation"),
    /** Joining packets that were received. Without it, the rules of the receiver count each. */
    GRO("rx-gro");

    private final Pattern features;

    /** @param features matches the names of the kernel's features ({@code netdev_features_strings} of {@code net/ethtool/common.c}) */
    Offload(String features) {
        this.features = Pattern.compile(features);
    }

    /** The names of the kernel's features, by what a message calls them. */
    static Map<String, Pattern> features(Set<Offload> some) {
        return some.stream().collect(Collectors.toMap(Enum::name, each -> each.features));
    }

    /** Those that some features of the kernel belong to. */
    public static Set<Offload> among(Set<String> kernelFeatures) {
        return Arrays.stream(values())
                .filter(each -> kernelFeatures.stream()
                        .anyMatch(feature -> each.features.matcher(feature).matches()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
