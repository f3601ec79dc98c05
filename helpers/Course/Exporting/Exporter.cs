using Course.Lessons;
using Course.Pages;

namespace Course.Exporting;

/// <summary>Writes all pages of a catalogue, and everything that they need.</summary>
internal sealed class Exporter(LessonCatalog catalog, ExportFolder folder)
{
    private readonly CourseFiles _files = CourseFiles.Of(catalog.Folder);

    public async Task WriteAsync(CancellationToken cancellation)
    {
        await WritePageAsync("index.html", "", isLesson: false, cancellation);
        foreach (var lesson in catalog.Lessons)
            await WritePageAsync($"lessons/{lesson.Name}.html", $"lessons/{Uri.EscapeDataString(lesson.Name)}", isLesson: true, cancellation);
        await folder.CloseAsync(cancellation);
    }

    private async Task WritePageAsync(string name, string path, bool isLesson, CancellationToken cancellation)
    {
        var site = new StaticSite(_files, isLesson);
        await folder.WriteAsync(name, await PageRenderer.RenderAsync(path, site, catalog), cancellation);
        foreach (var (frame, document) in site.Frames) await folder.WriteAsync(frame, document, cancellation);
        foreach (var (linked, file) in site.Linked) folder.Copy(file, linked);
        foreach (var asset in site.Assets) await WriteAssetAsync(asset, cancellation);
    }

    private async Task WriteAssetAsync(string asset, CancellationToken cancellation)
    {
        var name = $"{StaticSite.AssetFolder}/{asset}";
        if (folder.Has(name)) return;
        if (asset == SearchData.Name) await folder.WriteAsync(name, SearchData.Of(catalog.Lessons), cancellation);
        else if (PageAssets.Find(asset) is { } file) folder.Copy(file, name);
    }
}
