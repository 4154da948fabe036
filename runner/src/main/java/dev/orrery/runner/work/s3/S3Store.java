package dev.orrery.runner.work.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes clients of stores, which are set up as Amazon's own programs are. */
final class S3Store {

    private S3Store() {}

    /**
     * @throws S3Failure when the endpoint is no address
     */
    static S3Client client(S3Place place, AwsCredentialsProvider who) throws S3Failure {
        boolean isOther = place.endpoint() != null || isOtherByEnvironment();
        var builder =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(who)
                        .region(region(place))
                        // A bucket may be elsewhere than whoever names it knows.
                        .crossRegionAccessEnabled(!isOther)
                        // Not each store knows the sums that Amazon's takes.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        // Another store than Amazon's has no name for each bucket.
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(isOther).build());
        if (place.endpoint() != null) {
            builder.endpointOverride(address(place.endpoint()));
        }
        return builder.build();
    }

    private static URI address(String endpoint) throws S3Failure {
        try {
            var address = new URI(endpoint);
            if (List.of("http", "https").contains(String.valueOf(address.getScheme()))
                    && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException _) {
            // As one without a host.
        }
        throw new S3Failure(
                "'%s' is no address of a store; it looks like http://localhost:9000."
                        .formatted(endpoint));
    }

    /**
     * @param keys of who asks; without any they are looked for in the environment, in a profile and
     *     on the machine
     * @throws S3Failure when there are none
     */
    static AwsCredentialsProvider credentials(S3Place place, @Nullable S3Keys keys)
            throws S3Failure {
        if (keys != null) {
            return StaticCredentialsProvider.create(
                    keys.sessionToken() == null
                            ? AwsBasicCredentials.create(keys.id(), keys.secret())
                            : AwsSessionCredentials.create(
                                    keys.id(), keys.secret(), keys.sessionToken()));
        }
        var found = DefaultCredentialsProvider.builder().build();
        try {
            return StaticCredentialsProvider.create(found.resolveCredentials());
        } catch (SdkClientException none) {
            throw new S3Failure(
                    "There are no credentials for "
                            + place
                            + ": set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
                    none);
        } finally {
            found.close();
        }
    }

    private static boolean isOtherByEnvironment() {
        return Stream.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                .map(System::getenv)
                .anyMatch(endpoint -> endpoint != null && !endpoint.isBlank());
    }

    private static Region region(S3Place place) {
        if (place.region() != null) {
            return Region.of(place.region());
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException unknown) {
            return Region.US_EAST_1;
        }
    }
}
