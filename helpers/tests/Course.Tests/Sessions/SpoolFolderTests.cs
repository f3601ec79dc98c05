using Course.Sessions;

namespace Course.Tests.Sessions;

public sealed class SpoolFolderTests : IDisposable
{
    private readonly NotebookFolder _parent = new();

    public void Dispose() => _parent.Dispose();

    [Fact]
    public void A_folder_is_made_when_it_is_needed_is_for_its_user_only_and_goes_with_its_owner()
    {
        using var files = new SpoolFolder(_parent.Path);
        Assert.Empty(Directory.GetDirectories(_parent.Path));
        File.WriteAllText(files.NewFile(), "text");
        var folder = Assert.Single(Directory.GetDirectories(_parent.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        files.Dispose();
        Assert.Empty(Directory.GetDirectories(_parent.Path));
    }

    [Fact]
    public void What_an_owner_that_was_killed_has_left_behind_is_removed_and_what_another_one_owns_is_not()
    {
        // A file that nobody holds open is what is left of a process that was killed.
        var left = Directory.CreateDirectory(_parent.File("course-output-of-a-dead-server"));
        File.WriteAllText(Path.Combine(left.FullName, "owner"), "");
        File.WriteAllText(Path.Combine(left.FullName, "text.txt"), "text");
        var foreign = Directory.CreateDirectory(_parent.File("something-else"));

        using var living = new SpoolFolder(_parent.Path);
        var kept = living.NewFile();
        File.WriteAllText(kept, "text");
        using var next = new SpoolFolder(_parent.Path);
        next.RemoveLeftOvers();

        Assert.False(left.Exists && Directory.Exists(left.FullName));
        Assert.True(Directory.Exists(foreign.FullName));
        Assert.True(File.Exists(kept));
    }
}
