package holiday

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ecb"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
)

// germany differs from the library in years: Unity Day is from 1990, the
// Reformation was remembered everywhere in 2017 and is a holiday of the north
// from 2018, Women's Day from 2019 and 2023; and in the Sundays of Brandenburg.
func germany() []territory {
	unity := between(de.DeutschenEinheit, 1990, 0)
	always := []*cal.Holiday{unity, customary(fixed("Heiligabend", time.December, 24)), customary(fixed("Silvester", time.December, 31))}
	reformation := append(slices.Clone(always), once("Reformationstag", 2017, time.October, 31))
	north := append(slices.Clone(always), between(de.Reformationstag, 2017, 0))
	day := func(list []*cal.Holiday, and []*cal.Holiday, more ...*cal.Holiday) []*cal.Holiday {
		return but(list, append(slices.Clone(and), more...)...)
	}
	assumption := de.MariaHimmelfahrt
	return []territory{
		{code: "de", name: "Germany", days: day(de.Holidays, reformation)},
		{code: "de-bw", name: "Baden-Württemberg", days: day(de.HolidaysBW, reformation)},
		{code: "de-by", name: "Bavaria", days: day(de.HolidaysBY, reformation)},
		{code: "de-by-cath", name: "Bavaria, towns with a Catholic majority", days: day(de.HolidaysBY, reformation, assumption)},
		{code: "de-by-augsburg", name: "Augsburg", days: day(de.HolidaysBY, reformation, assumption, fixed("Augsburger Friedensfest", time.August, 8))},
		{code: "de-be", name: "Berlin", days: day(de.HolidaysBE, reformation, between(de.Frauentag, 2019, 0),
			once("Tag der Befreiung 2020", 2020, time.May, 8), once("Tag der Befreiung", 2025, time.May, 8),
			once("75. Jahrestag des Aufstandes vom 17. Juni", 2028, time.June, 17))},
		{code: "de-bb", name: "Brandenburg", days: day(de.HolidaysBB, always, easterSunday("Ostersonntag"), whitSunday("Pfingstsonntag"))},
		{code: "de-hb", name: "Bremen", days: day(de.HolidaysHB, north)},
		{code: "de-hh", name: "Hamburg", days: day(de.HolidaysHH, north)},
		{code: "de-he", name: "Hesse", days: day(de.HolidaysHE, reformation)},
		{code: "de-mv", name: "Mecklenburg-Vorpommern", days: day(de.HolidaysMV, always, between(de.Frauentag, 2023, 0))},
		{code: "de-ni", name: "Lower Saxony", days: day(de.HolidaysNI, north)},
		{code: "de-nw", name: "North Rhine-Westphalia", days: day(de.HolidaysNW, reformation)},
		{code: "de-rp", name: "Rhineland-Palatinate", days: day(de.HolidaysRP, reformation)},
		{code: "de-sl", name: "Saarland", days: day(de.HolidaysSL, reformation)},
		{code: "de-sn", name: "Saxony", days: day(de.HolidaysSN, always)},
		{code: "de-st", name: "Saxony-Anhalt", days: day(de.HolidaysST, always)},
		{code: "de-sh", name: "Schleswig-Holstein", days: day(de.HolidaysSH, north)},
		{code: "de-th", name: "Thuringia", days: day(de.HolidaysTH, always)},
	}
}

// britain has the bank holidays by proclamation, and the lists of Scotland and
// Northern Ireland, which the library lacks.
func britain() []territory {
	proclaimed := []*cal.Holiday{
		once("Millennium Eve", 1999, time.December, 31),
		once("Golden Jubilee Bank Holiday", 2002, time.June, 3),
		once("Royal Wedding", 2011, time.April, 29),
		once("Diamond Jubilee Bank Holiday", 2012, time.June, 5),
		gb.CoronationDay, gb.PlatinumJubilee,
		once("State Funeral of Queen Elizabeth II", 2022, time.September, 19),
	}
	spring := gb.SpringHoliday.Clone(&cal.Holiday{Except: []int{2002, 2012, 2022}})
	may := gb.EarlyMay.Clone(&cal.Holiday{Except: []int{1995, 2020}, StartYear: 1978})
	springs := []*cal.Holiday{
		may, once("Early May", 1995, time.May, 8), gb.VEDay, spring, gb.SpringHoliday2022,
		once("Spring Bank Holiday", 2002, time.June, 4), once("Spring Bank Holiday", 2012, time.June, 4),
	}
	moved := gb.NewYear.Observed
	second := gb.BoxingDay.Observed // a second day in a row gives way to the first
	list := func(own ...*cal.Holiday) []*cal.Holiday {
		return slices.Concat([]*cal.Holiday{gb.NewYear, gb.GoodFriday, gb.ChristmasDay, gb.BoxingDay}, springs, proclaimed, own)
	}
	england := list(gb.EasterMonday, gb.SummerHoliday)
	patrick := fixed("St Patrick's Day", time.March, 17).Clone(&cal.Holiday{Observed: moved})
	boyne := fixed("Battle of the Boyne", time.July, 12).Clone(&cal.Holiday{Observed: moved})
	second2 := fixed("2 January", time.January, 2).Clone(&cal.Holiday{Observed: second})
	andrew := fixed("St Andrew's Day", time.November, 30).Clone(&cal.Holiday{Observed: moved, StartYear: 2007})
	return []territory{
		{code: "gb", name: "United Kingdom (as England)", days: england},
		{code: "gb-eng", name: "England", days: england},
		{code: "gb-wls", name: "Wales", days: england},
		{code: "gb-sct", name: "Scotland", days: list(second2, gb.SummerHolidayScotland, andrew,
			once("World Cup Bank Holiday", 2026, time.June, 15))},
		{code: "gb-nir", name: "Northern Ireland", days: list(gb.EasterMonday, gb.SummerHoliday, patrick, boyne)},
	}
}

// nordic has the holidays that fall on Sundays, and Finland.
func nordic() []territory {
	sweden := but(se.Holidays, se.Paskdagen, se.Pingstdagen, between(se.Nationaldagen, 2005, 0),
		between(named(aa.PentecostMonday, "Annandag pingst"), 0, 2004))
	finland := []*cal.Holiday{
		named(aa.NewYear, "Uudenvuodenpäivä"), named(aa.Epiphany, "Loppiainen"), named(aa.GoodFriday, "Pitkäperjantai"),
		easterSunday("Pääsiäispäivä"), named(aa.EasterMonday, "2. pääsiäispäivä"), named(aa.WorkersDay, "Vappu"),
		named(aa.AscensionDay, "Helatorstai"), whitSunday("Helluntaipäivä"),
		customary(from("Juhannusaatto", time.Friday, time.June, 19)), from("Juhannuspäivä", time.Saturday, time.June, 20),
		from("Pyhäinpäivä", time.Saturday, time.October, 31), fixed("Itsenäisyyspäivä", time.December, 6),
		customary(fixed("Jouluaatto", time.December, 24)), named(aa.ChristmasDay, "Joulupäivä"), named(aa.ChristmasDay2, "Tapaninpäivä"),
	}
	return []territory{
		{code: "dk", name: "Denmark", days: but(dk.Holidays, easterSunday("Påskedag"), whitSunday("Pinsedag"),
			customary(dk.Grundlovsdag), customary(fixed("Juleaftensdag", time.December, 24)))},
		{code: "fi", name: "Finland", days: finland},
		{code: "no", name: "Norway", days: but(no.Holidays, easterSunday("Første påskedag"), whitSunday("Første pinsedag"))},
		{code: "se", name: "Sweden", days: sweden},
	}
}

// switzerland has the days of the cantons; for the whole country, those that
// every canton keeps.
func switzerland() []territory {
	canton := func(code, name string, days []*cal.Holiday) territory {
		return territory{code: "ch-" + code, name: name, days: days}
	}
	return []territory{
		{code: "ch", name: "Switzerland, the days of every canton", days: []*cal.Holiday{ch.Neujahr, ch.Auffahrt, ch.Bundesfeiertag, ch.Weihnachtstag}},
		canton("ag", "Aargau", ch.HolidaysAG), canton("ai", "Appenzell Innerrhoden", ch.HolidaysAI),
		canton("ar", "Appenzell Ausserrhoden", ch.HolidaysAR), canton("be", "Bern", ch.HolidaysBE),
		canton("bl", "Basel-Landschaft", ch.HolidaysBL), canton("bs", "Basel-Stadt", ch.HolidaysBS),
		canton("fr", "Fribourg", ch.HolidaysFR),
		canton("ge", "Geneva", but(less(ch.HolidaysGE, ch.Fronleichnam), from("Jeûne genevois", time.Thursday, time.September, 5),
			fixed("Restauration de la République", time.December, 31))), //nolint:misspell // French
		canton("gl", "Glarus", but(ch.HolidaysGL, when("Näfelser Fahrt", firstThursdayOfApril))), canton("gr", "Graubünden", ch.HolidaysGR),
		canton("ju", "Jura", but(ch.HolidaysJU, fixed("Indépendance jurassienne", time.June, 23))),
		canton("lu", "Lucerne", ch.HolidaysLU),
		canton("ne", "Neuchâtel", but(less(ch.HolidaysNE, ch.Fronleichnam), fixed("Instauration de la République", time.March, 1),
			when("2 janvier", mondayThe(time.January, 2)), when("26 décembre", mondayThe(time.December, 26)))),
		canton("nw", "Nidwalden", ch.HolidaysNW), canton("ow", "Obwalden", ch.HolidaysOW),
		canton("sg", "St. Gallen", ch.HolidaysSG), canton("sh", "Schaffhausen", ch.HolidaysSH),
		canton("so", "Solothurn", ch.HolidaysSO), canton("sz", "Schwyz", ch.HolidaysSZ), canton("tg", "Thurgau", ch.HolidaysTG),
		canton("ti", "Ticino", but(ch.HolidaysTI, fixed("Santi Pietro e Paolo", time.June, 29))),
		canton("ur", "Uri", ch.HolidaysUR),
		canton("vd", "Vaud", but(ch.HolidaysVD, from("Lundi du Jeûne fédéral", time.Monday, time.September, 16))),
		canton("vs", "Valais", ch.HolidaysVS), canton("zg", "Zug", but(less(ch.HolidaysZG, ch.Ostermontag, ch.Pfingstmontag, ch.ZweiterWeihnachtsfeiertag),
			ch.Fronleichnam, ch.MariaHimmelfahrt, ch.MariaEmpfangnis)), canton("zh", "Zürich", ch.HolidaysZH),
	}
}

// firstThursdayOfApril is the day of Glarus, a week later when that is in Holy
// Week.
func firstThursdayOfApril(year int) (day, bool) {
	d := onOrAfter(Date{year, time.April, 1}.day(), time.Thursday)
	if d == easter(year)-3 {
		d += 7
	}
	return d, true
}

// mondayThe is a date in the years in which it is a Monday: the Sunday before it
// was a holiday itself.
func mondayThe(month time.Month, n int) func(int) (day, bool) {
	return func(year int) (day, bool) {
		d := Date{year, month, n}.day()
		return d, d.weekday() == time.Monday
	}
}

func west() []territory {
	austria := but(at.Holidays, customary(fixed("Heiliger Abend", time.December, 24)), customary(fixed("Silvester", time.December, 31)))
	// The Dutch kept the Queen's birthday until 2013, on a Saturday if it was a Sunday.
	queen := between(fixed("Koninginnedag", time.April, 30), 1980, 2013).Clone(&cal.Holiday{Observed: nl.Koningsdag.Observed})
	netherlands := but(nl.Holidays, between(nl.Koningsdag, 2014, 0), queen, customary(nl.GoedeVrijdag),
		easterSunday("Eerste Paasdag"), whitSunday("Eerste Pinksterdag"))
	luxembourg := []*cal.Holiday{
		named(aa.NewYear, "Neijoerschdag"), named(aa.EasterMonday, "Ouschterméindeg"), named(aa.WorkersDay, "Dag vun der Aarbecht"),
		between(fixed("Europadag", time.May, 9), 2019, 0), named(aa.AscensionDay, "Christi Himmelfaart"),
		named(aa.PentecostMonday, "Péngschtméindeg"), fixed("Nationalfeierdag", time.June, 23), named(aa.AssumptionOfMary, "Léiffrawëschdag"),
		named(aa.AllSaintsDay, "Allerhellgen"), named(aa.ChristmasDay, "Chrëschtdag"), named(aa.ChristmasDay2, "Stiefesdag"),
	}
	suspended := func(h *cal.Holiday, name string) *cal.Holiday {
		return h.Clone(&cal.Holiday{Name: name, Except: []int{2013, 2014, 2015}})
	}
	portugal := []*cal.Holiday{
		named(aa.NewYear, "Ano Novo"), named(aa.GoodFriday, "Sexta-feira Santa"), easterSunday("Páscoa"),
		fixed("Dia da Liberdade", time.April, 25), named(aa.WorkersDay, "Dia do Trabalhador"), suspended(aa.CorpusChristi, "Corpo de Deus"),
		fixed("Dia de Portugal", time.June, 10), named(aa.AssumptionOfMary, "Assunção de Nossa Senhora"),
		suspended(fixed("", time.October, 5), "Implantação da República"), suspended(aa.AllSaintsDay, "Todos os Santos"),
		suspended(fixed("", time.December, 1), "Restauração da Independência"), named(aa.ImmaculateConception, "Imaculada Conceição"),
		named(aa.ChristmasDay, "Natal"),
	}
	return []territory{
		{code: "at", name: "Austria", days: austria},
		{code: "be", name: "Belgium", days: be.Holidays},
		{code: "es", name: "Spain, the national days", days: es.Holidays},
		{code: "fr", name: "France", days: fr.Holidays},
		{code: "fr-al", name: "Alsace and Moselle", days: but(fr.Holidays, named(aa.GoodFriday, "Vendredi saint"), named(aa.ChristmasDay2, "Saint-Étienne"))},
		{code: "ie", name: "Ireland", days: ie.Holidays},
		{code: "it", name: "Italy", days: but(it.Holidays, easterSunday("Pasqua"), between(it.FestaDellaRepubblica, 2001, 0),
			between(fixed("San Francesco d'Assisi", time.October, 4), 2026, 0))},
		{code: "lu", name: "Luxembourg", days: luxembourg},
		{code: "nl", name: "Netherlands", days: netherlands},
		{code: "pt", name: "Portugal, the national days", days: portugal},
		{code: "target", name: "TARGET days of the European Central Bank", days: ecb.Holidays},
	}
}

// east has laws of recent years that the library does not know yet.
func east() []territory {
	croatia := but(hr.Holidays, between(hr.DanDrzavnosti, 2020, 0), between(hr.DanSjecanjaNaZrtveDomovinskogRata, 2020, 0),
		between(fixed("Dan državnosti u lipnju", time.June, 25), 2002, 2019), between(fixed("Dan neovisnosti", time.October, 8), 2002, 2019))
	orthodox := func(name string, offset int) *cal.Holiday {
		return &cal.Holiday{Name: name, Type: cal.ObservancePublic, Julian: true, Offset: offset, Func: cal.CalcEasterOffset}
	}
	slovakia := but(sk.Holidays, between(sk.Constitution, 0, 2023), between(sk.Freedom, 0, 2024),
		sk.Liberation.Clone(&cal.Holiday{Except: []int{2026}}), sk.LadyOfSorrows.Clone(&cal.Holiday{Except: []int{2026}}))
	return []territory{
		{code: "bg", name: "Bulgaria", days: bg.Holidays},
		{code: "cz", name: "Czechia", days: but(cz.Holidays, between(cz.GoodFriday, 2016, 0))},
		{code: "gr", name: "Greece", days: but(gr.Holidays, orthodox("Πάσχα", 0), orthodox("Πεντηκοστή", 49))},
		{code: "hr", name: "Croatia", days: croatia},
		{code: "lt", name: "Lithuania", days: but(lt.Holidays, easterSunday("Velykos"), between(lt.AllSoulsDay, 2020, 0))},
		{code: "lv", name: "Latvia", days: but(lv.Holidays, once("Hokeja bronza", 2023, time.May, 29))},
		{code: "pl", name: "Poland", days: but(pl.Holidays, between(pl.ThreeKings, 2011, 0), easterSunday("Wielkanoc"), whitSunday("Zielone Świątki"),
			between(fixed("Wigilia Bożego Narodzenia", time.December, 24), 2025, 0))},
		{code: "ro", name: "Romania", days: but(ro.Holidays, between(fixed("Bobotează", time.January, 6), 2024, 0),
			between(fixed("Sfântul Ioan Botezătorul", time.January, 7), 2024, 0))},
		{code: "ru", name: "Russia", days: ru.Holidays},
		{code: "si", name: "Slovenia", days: replace(si.Holidays, si.NovoLeto2, si.NovoLeto2.Clone(&cal.Holiday{Except: []int{2013, 2014, 2015, 2016}}))},
		{code: "sk", name: "Slovakia", days: slovakia},
		{code: "ua", name: "Ukraine", days: ua.Holidays},
	}
}
