using System.Globalization;
using Antivirus.Model.Cohorts;
using Antivirus.Model.Evaluation;
using Antivirus.Model.Outcomes;
using Spectre.Console;

namespace Antivirus.Training.Commands;

/// <summary>Measured reports as the console prints them, in one language: sentences first, then the tables behind them.</summary>
internal sealed class OutcomesText(ReportLanguage language)
{
    private const int WidthOfFiles = 120;
    private readonly NumberFormatInfo _numbers = WrittenNumber.FormatOf(language);

    public string Of(List<TermOutcome> terms)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Console.IsOutputRedirected ? WidthOfFiles : AnsiConsole.Profile.Width;
        foreach (var (file, report) in terms)
        {
            console.WriteLine($"{file}:");
            foreach (var sentence in OutcomeSentences.Of(report, language))
            {
                console.WriteLine($"  {sentence}");
            }

            console.Write(Lists(report));
            console.Write(Deciles(report));
            if (report.Groups.Count > 0)
            {
                console.Write(Groups(report));
            }
        }

        if (terms.Count > 1)
        {
            console.Write(Terms(terms));
        }

        return text.ToString().TrimEnd();
    }

    private Table Lists(OutcomeReport report)
    {
        var table = new Table().AddColumns(Say("llamados", "called"), Say("con desenlace", "known"), Say("en riesgo", "at risk"),
            Say("precisión (95 %)", "precision (95 %)"), Say("encontrados (95 %)", "recall (95 %)"), Say("frente al azar", "lift"));
        var lists = report.Along.Append(report.AtCapacity).Append(report.Reported).DistinctBy(list => (list.Called, list.Measured))
            .OrderBy(list => list.Called);
        foreach (var list in lists)
        {
            table.AddRow(Number(list.Called), Number(list.Measured), Number(list.Precision.Hits), Share(list.Precision),
                Share(list.Recall), list.Lift is { } lift ? Figure(lift, 2) : "-");
        }

        return table;
    }

    private Table Deciles(OutcomeReport report)
    {
        var table = new Table().AddColumns(Say("décima parte", "decile"), "n", Say("probabilidad media", "mean score"),
            Say("en riesgo (95 %)", "at risk (95 %)"));
        foreach (var decile in report.Deciles)
        {
            table.AddRow(Number(decile.Decile), Number(decile.Count), Figure(decile.MeanScore, 3), Share(decile.AtRisk));
        }

        return table;
    }

    private Table Groups(OutcomeReport report)
    {
        var table = new Table().AddColumns(Say("grupo", "group"), "n", Say("en riesgo", "base rate"), "AUC",
            Say("encontrados (95 %)", "TPR (95 %)"), Say("falsas alarmas (95 %)", "FPR (95 %)"), Say("probabilidad media", "mean score"));
        foreach (var group in report.Groups)
        {
            var few = group.IsFew ? Say(" (pocos)", " (few)") : "";
            table.AddRow(Markup.Escape($"{group.Column} = {GroupNames.In(language, group.Group)}{few}"), Number(group.Count),
                Figure(group.BaseRate, 3), group.Auc is { } auc ? Figure(auc, 3) : "-", Share(group.Found), Share(group.FalseAlarms),
                Figure(group.MeanScore, 3));
        }

        return table;
    }

    private Table Terms(List<TermOutcome> terms)
    {
        var table = new Table().AddColumns(Say("reporte", "report"), Say("con desenlace", "known"), "AUC", "Brier",
            Say("precisión (95 %)", "precision (95 %)"), Say("encontrados (95 %)", "recall (95 %)"), Say("reentrenar", "train again"));
        foreach (var (file, report) in terms)
        {
            table.AddRow(Markup.Escape(Path.GetFileName(file)), Number(report.Measured), report.Auc is { } auc ? Figure(auc, 3) : "-",
                Figure(report.Brier, 3), Share(report.AtCapacity.Precision), Share(report.AtCapacity.Recall),
                report.ShouldRetrain switch { true => Say("sí", "yes"), false => "no", null => "?" });
        }

        return table;
    }

    private string Say(string spanish, string english) => language.Say(spanish, english);

    private string Share(Proportion share) => share.Value is not { } value ? "-"
        : Markup.Escape($"{Figure(value, 3)} [{Figure(share.Low!.Value, 3)}{Say(";", ",")} {Figure(share.High!.Value, 3)}]");

    private string Figure(double value, int decimals) => value.ToString($"F{decimals}", _numbers);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
