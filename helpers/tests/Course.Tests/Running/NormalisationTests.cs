using System.Text.Json.Nodes;
using Course.Running;
using Jupyter.Documents;

namespace Course.Tests.Running;

public sealed class NormalisationTests
{
    [Fact]
    public void Timings_in_metadata_go_and_everything_else_stays()
    {
        var cell = NotebookFolder.Code("a", "1");
        cell["metadata"] = new JsonObject
        {
            ["execution"] = new JsonObject { ["iopub.execute_input"] = "2026-01-01T00:00:00Z" },
            ["tags"] = new JsonArray("check"),
        };
        var notebook = Notebook.Parse(NotebookFolder.Json([cell]).ToJsonString());
        Normalisation.Apply(notebook);
        Assert.Equal("""{"tags":["check"]}""", notebook.Cells[0].Metadata.ToJsonString());
    }

    [Fact]
    public void Random_ids_become_the_same_in_every_run_and_still_refer_to_each_other()
    {
        Assert.Equal(Normalised(Guid.NewGuid(), Guid.NewGuid()), Normalised(Guid.NewGuid(), Guid.NewGuid()));
        Assert.NotEqual(Normalised(Guid.Empty, Guid.NewGuid()), Normalised(Guid.Empty, Guid.Empty));
    }

    private static string Normalised(Guid first, Guid second)
    {
        var notebook = Notebook.Parse(NotebookFolder.Json(
        [
            NotebookFolder.Code("a", "1", Html($"<b id='{first}'></b><a href='#{first}'></a>")),
            NotebookFolder.Code("b", "1", Html($"<i id='{second}'></i><a href='#{first}'></a>")),
        ]).ToJsonString());
        Normalisation.Apply(notebook);
        return string.Concat(notebook.Cells.Select(cell => ((DisplayOutput)cell.Outputs[0]).Data.Text("text/html")));
    }

    private static JsonObject Html(string html) => new()
    {
        ["output_type"] = "display_data",
        ["data"] = new JsonObject { ["text/html"] = html },
        ["metadata"] = new JsonObject(),
    };
}
