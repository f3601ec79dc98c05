using Course.Pages;

namespace Course.Tests.Pages;

public sealed class CourseFilesTests : IDisposable
{
    private readonly NotebookFolder _folder = new();
    private readonly CourseFiles _files;

    public CourseFilesTests()
    {
        foreach (var folder in new[] { "notebooks/en/src", "notebooks/en/.git", "assets", "assets-2" }) Directory.CreateDirectory(_folder.File(folder));
        foreach (var file in new[] { "notebooks/en/a b.cs", "notebooks/en/src/x.cs", "notebooks/en/.git/config", "notebooks/en/.env", "assets/p.svg", "assets-2/q.svg", "secret" })
            File.WriteAllText(_folder.File(file), "text");
        _files = new CourseFiles(_folder.File("notebooks/en"), _folder.File("assets"));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("notebooks/en/a b.cs", "0/a b.cs")]
    [InlineData("notebooks/en/src/../src/x.cs", "0/src/x.cs")]
    [InlineData("notebooks/en/../../assets/p.svg", "1/p.svg")]
    [InlineData("assets-2/q.svg", null)]
    [InlineData("secret", null)]
    [InlineData("notebooks/en/.env", null)]
    [InlineData("notebooks/en/missing.cs", null)]
    [InlineData("notebooks/en", null)]
    public void A_file_has_a_path_if_it_is_in_one_of_the_folders(string file, string? path)
    {
        Assert.Equal(path, _files.PathOf(_folder.File(file)));
        if (path is not null) Assert.Equal(Path.GetFullPath(_folder.File(file)), _files.Find(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0/")]
    [InlineData("2/p.svg")]
    [InlineData("-1/p.svg")]
    [InlineData("x/p.svg")]
    [InlineData("0/../../secret")]
    [InlineData("0/src/../../../secret")]
    [InlineData("0//etc/passwd")]
    [InlineData("1/..\\secret")]
    [InlineData("0/./a b.cs")]
    [InlineData("0/src")]
    [InlineData("0/src//x.cs")]
    [InlineData("0/.git/config")]
    [InlineData("0/a b.cs\0")]
    [InlineData("0/a b.cs::$DATA")]
    [InlineData("0/a b.cs.")]
    [InlineData("0/C:/x")]
    public void Nothing_else_is_found(string path) => Assert.Null(_files.Find(path));

    [Fact]
    public void A_link_to_elsewhere_is_not_followed()
    {
        try
        {
            File.CreateSymbolicLink(_folder.File("assets/link.svg"), _folder.File("secret"));
            Directory.CreateSymbolicLink(_folder.File("assets/up"), _folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("This user may not create links.");
        }

        Assert.Null(_files.Find("1/link.svg"));
        Assert.Null(_files.Find("1/up/secret"));
        Assert.Null(_files.PathOf(_folder.File("assets/up/secret")));
    }

    [Fact]
    public void Links_of_a_served_lesson_lead_to_lessons_places_on_the_page_and_files_that_may_be_seen()
    {
        var links = new ServedLinks(_folder.File("notebooks/en"), "this one", _files);
        Assert.Equal("lessons/this%20one#top", links.Target("#top"));
        Assert.Equal("lessons/02-x#part", links.Target("02-x.ipynb#part"));
        Assert.Equal("files/0/a%20b.cs?x#L1", links.Target("a%20b.cs?x#L1"));
        Assert.Equal("files/1/p.svg", links.Target("../../assets/p.svg"));
        Assert.Equal("https://example.org/x", links.Target("https://example.org/x"));
        Assert.Null(links.Target("../../secret"));
        Assert.Null(links.Target("%2e%2e/../secret"));
        Assert.Null(links.Target("/etc/passwd"));
        Assert.Equal("files/1/p.svg", links.Picture("../../assets/p.svg"));
        Assert.Null(links.Picture("a%20b.cs"));
        Assert.Null(links.Picture("https://example.org/x.png"));
        Assert.Equal("data:image/png;base64,AA", links.Picture("data:image/png;base64,AA"));
    }
}
