using CsvHelper;

namespace Antivirus.Bench;

/// <summary>A student row as CsvHelper's generated mapper reads it.</summary>
[CsvRecord]
public sealed partial class CohortRecord
{
    [CsvColumn(Index = 0)]
    public string Id { get; set; } = "";

    [CsvColumn(Index = 1)]
    public float Age { get; set; }

    [CsvColumn(Index = 2)]
    public float Medu { get; set; }

    [CsvColumn(Index = 3)]
    public float Traveltime { get; set; }

    [CsvColumn(Index = 4)]
    public float Studytime { get; set; }

    [CsvColumn(Index = 5)]
    public float Freetime { get; set; }

    [CsvColumn(Index = 6)]
    public float Goout { get; set; }

    [CsvColumn(Index = 7)]
    public float Walc { get; set; }

    [CsvColumn(Index = 8)]
    public float Health { get; set; }

    [CsvColumn(Index = 9)]
    public float Absences { get; set; }

    [CsvColumn(Index = 10)]
    public float Sex { get; set; }

    [CsvColumn(Index = 11)]
    public float Famsize { get; set; }

    [CsvColumn(Index = 12)]
    public float Schoolsup { get; set; }

    [CsvColumn(Index = 13)]
    public float Famsup { get; set; }

    [CsvColumn(Index = 14)]
    public float Paid { get; set; }

    [CsvColumn(Index = 15)]
    public float Activities { get; set; }

    [CsvColumn(Index = 16)]
    public float Higher { get; set; }

    [CsvColumn(Index = 17)]
    public float Internet { get; set; }

    [CsvColumn(Index = 18)]
    public float Romantic { get; set; }

    public void CopyTo(float[] features)
    {
        features[0] = Age;
        features[1] = Medu;
        features[2] = Traveltime;
        features[3] = Studytime;
        features[4] = Freetime;
        features[5] = Goout;
        features[6] = Walc;
        features[7] = Health;
        features[8] = Absences;
        features[9] = Sex;
        features[10] = Famsize;
        features[11] = Schoolsup;
        features[12] = Famsup;
        features[13] = Paid;
        features[14] = Activities;
        features[15] = Higher;
        features[16] = Internet;
        features[17] = Romantic;
    }
}
