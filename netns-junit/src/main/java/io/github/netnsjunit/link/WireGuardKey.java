package io.github.netnsjunit.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Base64;
import javax.crypto.KeyAgreement;

/**
 * A key of WireGuard: a private, public or preshared one.
 *
 * @param text its 32 bytes in Base64, as wg(8) writes them: 44 characters
 */
public record WireGuardKey(String text) {

    private static final int LENGTH = 32;

    /** The point of Curve25519 from which public keys are computed (RFC 7748, section 4.1). */
    private static final BigInteger BASE = BigInteger.valueOf(9);

    /** Different in each Java process. */
    private static final byte[] SECRET = random().bytes();

    /**
     * A key with a given text.
     *
     * @throws IllegalArgumentException if the text is not that of a key
     */
    public WireGuardKey {
        if (!isKey(text)) {
            throw new IllegalArgumentException("[" + text + "] is no WireGuard key: it has " + LENGTH
                    + " bytes, in Base64, as wg genkey prints it");
        }
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == LENGTH;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static WireGuardKey of(byte[] bytes) {
        return new WireGuardKey(Base64.getEncoder().encodeToString(bytes));
    }

    /** A new key, private or preshared. */
    public static WireGuardKey random() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return of(bytes);
    }

    /** The private key that is made for an interface which declares none: the same whenever it is asked for in this Java process. */
    static WireGuardKey madeFor(String interfacePath) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SECRET);
            return of(digest.digest(interfacePath.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }

    /** The public key that belongs to this private key. */
    public WireGuardKey publicKey() {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes())));
            agreement.doPhase(keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE)), true);
            return of(agreement.generateSecret());
        } catch (GeneralSecurityException impossible) { // any 32 bytes are a private key
            throw new IllegalStateException(impossible);
        }
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
