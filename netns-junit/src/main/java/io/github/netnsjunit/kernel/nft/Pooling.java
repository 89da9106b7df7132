package io.github.netnsjunit.kernel.nft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the rules of a translator need beside that of other rules: to choose one of several addresses, and to learn what was chosen. */
public final class Pooling {

    private static final int NFTA_HASH_SREG = 1;
    private static final int NFTA_HASH_DREG = 2;
    private static final int NFTA_HASH_LEN = 3;
    private static final int NFTA_HASH_MODULUS = 4;
    private static final int NFTA_HASH_SEED = 5;
    private static final int NFTA_HASH_TYPE = 7;
    private static final int NFT_HASH_JENKINS = 0;

    private static final int NFTA_CMP_SREG = 1;
    private static final int NFTA_CMP_OP = 2;
    private static final int NFTA_CMP_DATA = 3;

    private static final int NFTA_DYNSET_SET_NAME = 1;
    private static final int NFTA_DYNSET_SET_ID = 2;
    private static final int NFTA_DYNSET_OP = 3;
    private static final int NFTA_DYNSET_SREG_KEY = 4;
    private static final int NFTA_DYNSET_SREG_DATA = 5;
    private static final int NFTA_DYNSET_TIMEOUT = 6;
    private static final int NFT_DYNSET_OP_UPDATE = 1;

    private Pooling() {}

    /**
     * Adds the condition that a value falls into one of several groups, always the same one.
     *
     * @param length of the value, in bytes; a multiple of four
     * @param groups how many there are
     * @param group which one, from 0 on
     */
    public static NftRule whereHashed(NftRule rule, Load value, int length, int groups, int group) {
        Expression hash = new Expression(
                "hash",
                out -> out.putBigEndian(NFTA_HASH_SREG, Expression.register(0))
                        .putBigEndian(NFTA_HASH_DREG, Expression.register(0))
                        .putBigEndian(NFTA_HASH_LEN, length)
                        .putBigEndian(NFTA_HASH_MODULUS, groups)
                        .putBigEndian(NFTA_HASH_SEED, 1)
                        .putBigEndian(NFTA_HASH_TYPE, NFT_HASH_JENKINS));
        Expression equal = new Expression("cmp", out -> {
            out.putBigEndian(NFTA_CMP_SREG, Expression.register(0)).putBigEndian(NFTA_CMP_OP, NfTables.NFT_CMP_EQ);
            Expression.value(out, NFTA_CMP_DATA, Data.u32(group));
        });
        return rule.then(value.to(0), hash, equal);
    }

    /** Adds the condition that a packet is chosen at random, one of so many. */
    public static NftRule whereAtRandom(NftRule rule, int oneOf) {
        return rule.where(Load.number(oneOf, true), Data.u32(0));
    }

    /**
     * Adds an element to a set, or a key with its value to a map, or renews its time.
     *
     * @param timeout after which it vanishes
     * @param value none for a set
     */
    public static NftRule learn(NftRule rule, NftSet set, Duration timeout, List<Load> key, List<Load> value) {
        List<Load> all = new ArrayList<>(key);
        all.addAll(value);
        return learnRead(
                rule.readAll(all), set, timeout, 0, value.isEmpty() ? Action.NO_REGISTER : Load.registersOf(key));
    }

    /**
     * The same, where the rule has read the key and the value already.
     *
     * @param key the first register of the key
     * @param value the first register of the value; {@link Action#NO_REGISTER} for a set
     */
    public static NftRule learnRead(NftRule rule, NftSet set, Duration timeout, int key, int value) {
        return rule.then(new Expression("dynset", out -> {
            out.putString(NFTA_DYNSET_SET_NAME, set.name())
                    .putBigEndian(NFTA_DYNSET_SET_ID, set.id())
                    .putBigEndian(NFTA_DYNSET_OP, NFT_DYNSET_OP_UPDATE)
                    .putBigEndian(NFTA_DYNSET_SREG_KEY, Expression.register(key));
            if (value != Action.NO_REGISTER) {
                out.putBigEndian(NFTA_DYNSET_SREG_DATA, Expression.register(value));
            }
            out.putBigEndian(NFTA_DYNSET_TIMEOUT, timeout.toMillis());
        }));
    }
}
