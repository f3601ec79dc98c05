using AngleSharp.Html.Parser;
using Course.Exporting;

namespace Course.Tests.Exporting;

/// <summary>What an export writes, and where it refuses to.</summary>
public sealed class ExportFilesTests(Export export) : IClassFixture<Export>, IDisposable
{
    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_link_leads_to_a_file_of_the_export_and_to_a_place_in_it()
    {
        var pages = Directory.GetFiles(export.Folder, "*.html", SearchOption.AllDirectories).ToDictionary(file => file, Parse);
        Assert.Equal(6, pages.Count);
        foreach (var (file, page) in pages)
        {
            // A path as such knows no fragments.
            var address = new Uri(new Uri(file).AbsoluteUri);
            Assert.Empty(page.QuerySelectorAll("base"));
            var links = page.QuerySelectorAll("*").SelectMany(element => element.Attributes)
                .Where(attribute => attribute.Name is "href" or "src" or "data-plotly" or "data-charts" or "data-sections").Select(attribute => attribute.Value).ToArray();
            Assert.True(links.Length > 20);
            foreach (var link in links.Where(link => !link.StartsWith("data:", StringComparison.Ordinal) && !link.StartsWith("https:", StringComparison.Ordinal)))
            {
                var target = new Uri(address, link);
                Assert.StartsWith(new Uri(export.Folder).AbsoluteUri + "/", target.AbsoluteUri, StringComparison.Ordinal);
                Assert.True(File.Exists(target.LocalPath), $"{link} in {file}");
                if (target.Fragment.Length > 1)
                    Assert.True(pages[target.LocalPath].GetElementById(Uri.UnescapeDataString(target.Fragment[1..])) is not null, $"{link} in {file}");
            }
        }

        static AngleSharp.Html.Dom.IHtmlDocument Parse(string file) => new HtmlParser().ParseDocument(File.ReadAllText(file));
    }

    [Fact]
    public async Task Only_an_empty_folder_or_an_earlier_export_is_written_to()
    {
        File.WriteAllText(_folder.File("mine.txt"), "mine");
        Assert.Contains("is not empty and not an earlier export", Refusal(_folder.Path), StringComparison.Ordinal);
        Assert.Contains("is not empty and not an earlier export", Refusal(_folder.File("mine.txt")), StringComparison.Ordinal);

        _folder.Write("a.ipynb", "1");
        await Export.WriteAsync(_folder.Path, _folder.Output);
        File.WriteAllText(Path.Combine(_folder.Output, "CNAME"), "example.org");
        File.Move(_folder.File("a.ipynb"), _folder.File("b.ipynb"));
        await Export.WriteAsync(_folder.Path, _folder.Output + Path.DirectorySeparatorChar);
        Assert.Equal(["b.html"], Directory.GetFiles(Path.Combine(_folder.Output, "lessons")).Select(Path.GetFileName));
        Assert.True(File.Exists(Path.Combine(_folder.Output, "CNAME")));
    }

    [Fact]
    public async Task An_earlier_export_of_which_a_part_is_gone_is_written_anew()
    {
        _folder.Write("a.ipynb", "1");
        await Export.WriteAsync(_folder.Path, _folder.Output);
        Directory.Delete(Path.Combine(_folder.Output, "lessons"), recursive: true);

        await Export.WriteAsync(_folder.Path, _folder.Output);

        Assert.True(File.Exists(Path.Combine(_folder.Output, "lessons", "a.html")));
    }

    [Fact]
    public async Task What_an_earlier_export_lists_outside_its_folder_is_not_touched()
    {
        File.WriteAllText(_folder.File("mine.txt"), "mine");
        Directory.CreateDirectory(_folder.Output);
        File.WriteAllText(Path.Combine(_folder.Output, ".course-export"), "../mine.txt\n");
        _folder.Write("a.ipynb", "1");
        await Export.WriteAsync(_folder.Path, _folder.Output);
        Assert.True(File.Exists(_folder.File("mine.txt")));
    }

    [Fact]
    public async Task Files_that_the_prose_shows_come_along_and_those_outside_the_folder_do_not()
    {
        Directory.CreateDirectory(_folder.File("notebooks/src"));
        File.WriteAllText(_folder.File("notebooks/src/a b.cs"), "code");
        File.WriteAllText(_folder.File("secret.cs"), "secret");
        File.WriteAllText(
            _folder.File("notebooks/a.ipynb"),
            NotebookFolder.Json([NotebookFolder.Markdown("# A\n\n[code](src/a%20b.cs) [secret](../secret.cs) [here](#a) [other](a.ipynb#a)")]).ToJsonString());
        await Export.WriteAsync(_folder.File("notebooks"), _folder.Output);
        var page = File.ReadAllText(Path.Combine(_folder.Output, "lessons", "a.html"));
        Assert.Contains("href=\"../files/0/src/a%20b.cs\"", page, StringComparison.Ordinal);
        Assert.Contains("<a>secret<small> (not part of these pages: ../secret.cs)</small></a>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#a\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"a.html#a\"", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Output, "files", "0", "src", "a b.cs")));
        Assert.Empty(Directory.GetFiles(_folder.Output, "secret*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_notebook_that_cannot_be_read_has_a_page_that_says_so()
    {
        File.WriteAllText(_folder.File("1-broken.ipynb"), "{");
        _folder.Write("2-whole.ipynb", "1");
        await Export.WriteAsync(_folder.Path, _folder.Output);
        Assert.Contains("it is not JSON", File.ReadAllText(Path.Combine(_folder.Output, "lessons", "1-broken.html")), StringComparison.Ordinal);
        Assert.Contains("tok-number", File.ReadAllText(Path.Combine(_folder.Output, "lessons", "2-whole.html")), StringComparison.Ordinal);
    }

    private static string Refusal(string folder) => Assert.Throws<UsageException>(() => ExportFolder.Open(folder)).Message;
}
