using Course.Pages;

namespace Course.Running;

/// <summary>Writes what runs gave: the executed notebooks and their pages, and the notebooks themselves where asked.</summary>
/// <param name="folder">The folder for executed notebooks and pages.</param>
internal sealed class RunResults(string folder)
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public void Write(NotebookRun run, bool save)
    {
        Normalisation.Apply(run.Notebook!);
        // A notebook whose run failed keeps the outputs that it has.
        if (save && run.Failures.Count == 0)
        {
            run.Notebook!.Write(run.File);
            run.Saved = true;
        }

        var name = run.Name;
        for (var i = 2; !_names.Add(name); i++) name = $"{run.Name}-{i}";
        run.Executed = Path.Combine(folder, name + ".ipynb");
        run.Notebook!.Write(run.Executed);
        run.Page = Path.Combine(folder, name + ".html");
        var links = new LocalLinks(Path.GetDirectoryName(run.File)!, folder);
        File.WriteAllText(run.Page, NotebookPage.Render(run.Notebook, run.Name, links));
    }
}
