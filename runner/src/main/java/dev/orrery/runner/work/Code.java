package dev.orrery.runner.work;

import dev.orrery.runner.work.s3.S3Failure;
import dev.orrery.runner.work.s3.S3Folder;
import dev.orrery.runner.work.s3.S3Place;
import dev.orrery.schemas.deployment.CodeSource;
import dev.orrery.schemas.event.RunSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the folder of a run's code. What was pushed or is in a store is fetched into a folder of
 * the run's own, so that nothing that one run writes there meets another.
 */
final class Code {

    private final ArtifactCache artifacts;

    Code(ArtifactCache artifacts) {
        this.artifacts = artifacts;
    }

    /** Nothing when the run needs none. */
    @Nullable Path of(RunSpecification specification, RunFolder run)
            throws CannotStart, IOException {
        return switch (specification.code()) {
            case null -> folder(specification.path());
            case CodeSource.Host _ -> folder(specification.path());
            case CodeSource.Pushed pushed -> {
                var folder = run.code();
                artifacts.unpack(pushed.artifact(), folder);
                yield folder;
            }
            case CodeSource.S3 store -> {
                var folder = run.code();
                fetch(store, folder);
                yield folder;
            }
        };
    }

    private static void fetch(CodeSource.S3 store, Path folder) throws CannotStart, IOException {
        var place = S3Place.of(store.bucket(), store.prefix(), store.endpoint(), store.region());
        try {
            S3Folder.of(place, null).download(folder);
        } catch (S3Failure failure) {
            throw new CannotStart(failure.sentence(), failure);
        }
    }

    private static @Nullable Path folder(@Nullable String path) throws CannotStart {
        if (path == null) {
            return null;
        }
        try {
            var folder = Path.of(path);
            if (!folder.isAbsolute()) {
                throw new CannotStart("The deployment's path is not absolute: " + path + ".");
            }
            if (!Files.exists(folder)) {
                throw new CannotStart("The deployment's folder is not there: " + path + ".");
            }
            if (!Files.isDirectory(folder)) {
                throw new CannotStart("The deployment's path is not a folder: " + path + ".");
            }
            return folder;
        } catch (InvalidPathException invalid) {
            throw new CannotStart("The deployment's path is no path: " + path + ".", invalid);
        }
    }
}
