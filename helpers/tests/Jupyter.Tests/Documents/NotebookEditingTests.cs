using System.Text.Json.Nodes;
using Jupyter.Documents;

namespace Jupyter.Tests.Documents;

/// <summary>Notebooks made of others, with cells that are new or changed.</summary>
public sealed class NotebookEditingTests
{
    private const string Original = """
        {
         "cells": [
          {"cell_type": "code", "execution_count": 7, "id": "a", "metadata": {"tags": ["x"]},
           "outputs": [{"output_type": "stream", "name": "stdout", "text": ["old\n"]}], "source": ["1\n", "2"]},
          {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "text"}
         ],
         "metadata": {"kernelspec": {"name": ".net-csharp"}, "unknown": [1, 2]},
         "nbformat": 4,
         "nbformat_minor": 5
        }
        """;

    [Fact]
    public void A_cell_with_another_source_is_the_same_in_all_else_and_the_old_one_stays_as_it_is()
    {
        var cell = Notebook.Parse(Original).Cells[0];
        var changed = cell.WithSource("3\n4");
        Assert.Equal(("3\n4", "a", 7, "x"), (changed.Source, changed.Id, changed.ExecutionCount, changed.Tags.Single()));
        Assert.Equal(cell.Outputs, changed.Outputs);
        changed.Outputs.Clear();
        Assert.Single(cell.Outputs);
        Assert.Equal("1\n2", cell.Source);
    }

    [Theory]
    [InlineData(CellKind.Code, "code")]
    [InlineData(CellKind.Markdown, "markdown")]
    [InlineData(CellKind.Raw, "raw")]
    public void A_new_cell_has_all_that_nbformat_asks_for(CellKind kind, string type)
    {
        var notebook = Notebook.Parse(Original).WithCells([Cell.Create(kind, "new", "text\n")]);
        var json = JsonNode.Parse(notebook.ToJson())!["cells"]![0]!.AsObject();
        Assert.Equal(type, (string?)json["cell_type"]);
        string[] common = ["cell_type", "id", "metadata", "source"];
        Assert.Equal(
            kind == CellKind.Code ? [.. common, "execution_count", "outputs"] : common,
            json.Select(property => property.Key).OrderBy(key => key is "execution_count" or "outputs").ThenBy(key => key, StringComparer.Ordinal));
        Assert.Equal(kind, Assert.Single(notebook.Cells).Kind);
    }

    [Fact]
    public void A_notebook_with_other_cells_keeps_all_else_and_numbers_its_cells_anew()
    {
        var original = Notebook.Parse(Original);
        var before = original.ToJson();
        var changed = original.WithCells([Cell.Create(CellKind.Markdown, "new", "# New"), original.Cells[1]]);
        Assert.Equal([("new", 0), ("b", 1)], changed.Cells.Select(cell => (cell.Id, cell.Index)));
        Assert.Equal(2, changed.Metadata["unknown"]!.AsArray().Count);
        changed.Metadata["mine"] = true;
        Assert.Equal(before, original.ToJson());
        Assert.Equal(original.ToJson(), original.WithCells(original.Cells).ToJson());
    }

    [Fact]
    public void Before_nbformat_4_5_cells_have_no_ids()
    {
        var original = Notebook.Parse(Original.Replace("\"nbformat_minor\": 5", "\"nbformat_minor\": 4", StringComparison.Ordinal));
        Assert.DoesNotContain("\"id\"", original.WithCells([Cell.Create(CellKind.Code, "new", "1")]).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_is_updated_stays_a_result()
    {
        var result = new DisplayOutput(MimeBundle.FromJson(new JsonObject { ["text/plain"] = "1" }), [], ExecutionCount: 3, IsResult: true);
        var value = new DisplayOutput(MimeBundle.FromJson(new JsonObject { ["text/plain"] = "2" }), []);
        Assert.True(result.Updated(value) is { IsResult: true, ExecutionCount: 3 });
        Assert.Equal("2", result.Updated(value).Data.Text("text/plain"));
        Assert.False(value.Updated(result).IsResult);
    }
}
