package dev.orrery.cli.pack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.NoWorkTreeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What Git says of a folder.
 *
 * @param version the commit, with {@code -dirty} where files of the folder are not as in it
 * @param branch the name of the branch, where there is one
 */
public record GitState(String version, @Nullable String branch) {

    private static final int NAME_CHARACTERS_MAX = 255;

    /** Nothing where there is no repository, no commit, or one that can't be read. */
    public static Optional<GitState> of(Path folder) {
        try {
            var builder = new FileRepositoryBuilder().findGitDir(folder.toRealPath().toFile());
            if (builder.getGitDir() == null) {
                return Optional.empty();
            }
            try (var repository = builder.setMustExist(true).build()) {
                return of(repository, folder.toRealPath());
            }
        } catch (IOException | GitAPIException | NoWorkTreeException foreign) {
            // A commit is a kindness, and no reason to refuse a deployment.
            return Optional.empty();
        }
    }

    private static Optional<GitState> of(Repository repository, Path folder)
            throws IOException, GitAPIException {
        var head = repository.resolve(Constants.HEAD);
        if (head == null) {
            return Optional.empty();
        }
        var tree = repository.getWorkTree().toPath().toRealPath();
        var below = tree.relativize(folder).toString();
        var version = head.name() + (isDirty(repository, below) ? "-dirty" : "");
        return Optional.of(new GitState(version, branch(repository)));
    }

    private static boolean isDirty(Repository repository, String below) throws GitAPIException {
        try (var git = new Git(repository)) {
            var status = git.status();
            if (!below.isEmpty()) {
                status.addPath(below);
            }
            return !status.call().isClean();
        }
    }

    /** A head that is detached is on no branch. */
    private static @Nullable String branch(Repository repository) throws IOException {
        var branch = repository.getBranch();
        return branch == null || ObjectId.isId(branch) || branch.length() > NAME_CHARACTERS_MAX
                ? null
                : branch;
    }
}
